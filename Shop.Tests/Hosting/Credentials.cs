using System.Net.Http.Headers;
using System.Security.Cryptography;
using Shop.ServiceDefaults.Access;

namespace Shop.Tests.Hosting;

/// <summary>
/// Who the tests are where they say nothing else: staff, and towards what only the order service or the scheduler may call, those. The keys and
/// secrets are one set for the run of the tests; every shop that they start is given them.
/// </summary>
internal static class Credentials
{
    private static readonly TimeSpan Renewal = AccessTokenSigner.Lifetime / 2;

    private static readonly string Secret = RandomNumberGenerator.GetHexString(32);
    private static readonly string SchedulerSecret = RandomNumberGenerator.GetHexString(32);
    private static readonly (string Private, string Public) Keys = NewKeys();
    private static SignedToken? _staff;

    /// <summary>What the AppHost is told, in the place of what it would make up.</summary>
    public static string[] Parameters { get; } =
    [
        $"--Parameters:access-signing-key={Keys.Private}",
        $"--Parameters:order-api-calls-product-api={Secret}",
        $"--Parameters:order-api-calls-payment-api={Secret}",
    ];

    /// <summary>The private part of the pair: whoever signs tokens has it.</summary>
    public static string SigningKey => Keys.Private;

    /// <summary>What a service is told that a test hosts by itself.</summary>
    public static KeyValuePair<string, string?>[] Settings { get; } =
    [
        new("Authentication:Schemes:Bearer:PublicKey", Keys.Public),
        new($"{ServiceCredential.CallersSection}:{ServiceNames.Orders}", Secret),
        new($"{ServiceCredential.CallersSection}:{ServiceNames.Scheduler}", SchedulerSecret),
        new($"{ServiceCredential.CredentialsSection}:{ServiceNames.Products}", Secret),
        new($"{ServiceCredential.CredentialsSection}:{ServiceNames.Payments}", Secret),
    ];

    /// <summary>The order service, towards the two that it calls.</summary>
    public static AuthenticationHeaderValue OrderService { get; } = Basic(ServiceNames.Orders, Secret);

    /// <summary>Whoever asks for rounds of work.</summary>
    public static AuthenticationHeaderValue Scheduler { get; } = Basic(ServiceNames.Scheduler, SchedulerSecret);

    /// <summary>A person.</summary>
    /// <param name="subject">Who.</param>
    /// <param name="roles">What they may be.</param>
    public static AuthenticationHeaderValue Person(string subject, params string[] roles) => Person(TimeProvider.System, subject, roles);

    /// <summary>A person whose token was signed at another time.</summary>
    /// <param name="signedAt">When.</param>
    /// <param name="subject">Who.</param>
    /// <param name="roles">What they may be.</param>
    public static AuthenticationHeaderValue PersonOf(DateTimeOffset signedAt, string subject, params string[] roles) => Person(new StoppedClock(signedAt), subject, roles);

    /// <summary>Who the tests are for a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its path.</param>
    /// <param name="time">The clock of the service that is asked.</param>
    public static AuthenticationHeaderValue For(HttpMethod method, string path, TimeProvider? time = null) =>
        method != HttpMethod.Get && method != HttpMethod.Head && (path.StartsWith("/reservations", StringComparison.Ordinal) || path.StartsWith("/payments", StringComparison.Ordinal))
            ? OrderService
            : method == HttpMethod.Post && path == "/work" ? Scheduler
            : Staff(time ?? TimeProvider.System);

    /// <summary>A client that shows who the tests are, where a request does not say by itself who sends it.</summary>
    /// <param name="address">The service.</param>
    /// <param name="time">The clock of the service.</param>
    public static HttpClient NewClient(Uri address, TimeProvider? time = null) => new(new Handler(time) { InnerHandler = NewConnections() }) { BaseAddress = address };

    /// <summary>A client that shows who the tests are, and lets somebody see what is sent and answered.</summary>
    /// <param name="address">The service.</param>
    /// <param name="witness">Who sees it.</param>
    public static HttpClient NewClient(Uri address, DelegatingHandler witness)
    {
        ArgumentNullException.ThrowIfNull(witness);
        witness.InnerHandler = NewConnections();
        return new(new Handler(time: null) { InnerHandler = witness }) { BaseAddress = address };
    }

    /// <summary>A client that shows nothing.</summary>
    /// <param name="address">The service.</param>
    public static HttpClient NewStranger(Uri address) => new(NewConnections()) { BaseAddress = address };

    // Some tests host a service in this process, and its tracing takes every request of the process for its own: it would put a
    // trace of its own in the place of the one that a test has asked for.
    private static SocketsHttpHandler NewConnections() => new() { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null };

    private static AuthenticationHeaderValue Basic(string name, string secret) =>
        new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{name}:{secret}")));

    private static AuthenticationHeaderValue Person(TimeProvider time, string subject, params string[] roles)
    {
        using var signer = new AccessTokenSigner(Keys.Private, time);
        return new("Bearer", signer.Sign(subject, roles));
    }

    private static AuthenticationHeaderValue Staff(TimeProvider time)
    {
        var now = time.GetUtcNow();
        if (time != TimeProvider.System) return Person(time, "staff", ShopRoles.Staff);
        if (_staff is not { } staff || now - staff.At > Renewal) _staff = staff = new(now, Person("staff", ShopRoles.Staff));
        return staff.Header;
    }

    private static (string, string) NewKeys()
    {
        using var key = RSA.Create(2048);
        return (Convert.ToBase64String(key.ExportPkcs8PrivateKey()), Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed record SignedToken(DateTimeOffset At, AuthenticationHeaderValue Header);

    private sealed class Handler(TimeProvider? time) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization ??= For(request.Method, request.RequestUri!.AbsolutePath, time);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
