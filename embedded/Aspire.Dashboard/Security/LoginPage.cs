using System.Text.Encodings.Web;

namespace Aspire.Dashboard.Security;

/// <summary>The HTML of the login page: one self-contained document, so that no other file needs to be open to strangers.</summary>
internal static class LoginPage
{
    internal static string Render(string antiforgeryField, string antiforgeryToken, string returnUrl, string? error)
    {
        var encode = HtmlEncoder.Default;
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>Log in to the dashboard</title>
              <style>
                :root { color-scheme: light dark; }
                body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center;
                       background: light-dark(#fafafa, #1f1f1f); color: light-dark(#242424, #f5f5f5); }
                main { width: min(26rem, calc(100vw - 4rem)); padding: 2rem; border-radius: .5rem;
                       background: light-dark(#fff, #292929); box-shadow: 0 2px 12px #0003; }
                h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
                label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
                input { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; border: 1px solid light-dark(#8a8a8a, #8a8a8a);
                        border-radius: .25rem; background: inherit; color: inherit; }
                button { margin-top: 1rem; font: inherit; font-weight: 600; padding: .5rem 1.25rem; border: 0; border-radius: .25rem;
                         background: light-dark(#0f6cbd, #479ef5); color: light-dark(#fff, #000); cursor: pointer; }
                input:focus-visible, button:focus-visible { outline: 2px solid light-dark(#0f6cbd, #479ef5); outline-offset: 2px; }
                .error { color: light-dark(#b10e1c, #ff99a4); margin: .75rem 0 0; }
              </style>
            </head>
            <body>
              <main>
                <h1>Log in to the dashboard</h1>
                <p>Use the link that was printed when the dashboard started, or paste the token from it: what follows <code>t=</code>.</p>
                <form method="post" action="{{DashboardAuthentication.LoginPath}}">
                  <input type="hidden" name="{{encode.Encode(antiforgeryField)}}" value="{{encode.Encode(antiforgeryToken)}}">
                  <input type="hidden" name="returnUrl" value="{{encode.Encode(returnUrl)}}">
                  <label for="token">Token</label>
                  <input id="token" name="token" type="password" autocomplete="off" required autofocus{{(error is null ? "" : " aria-invalid=\"true\" aria-describedby=\"error\"")}}>
                  {{(error is null ? "" : $"<p id=\"error\" class=\"error\" role=\"alert\">{encode.Encode(error)}</p>")}}
                  <button type="submit">Log in</button>
                </form>
              </main>
            </body>
            </html>
            """;
    }
}
