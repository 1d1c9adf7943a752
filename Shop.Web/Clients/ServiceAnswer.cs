using System.Net;

namespace Shop.Web.Clients;

/// <summary>What a service has answered: what was asked for, or why not.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">What was asked for; nothing where it was refused, or where the answer has no body.</param>
/// <param name="Status">The status; nothing where nobody answered.</param>
/// <param name="Problem">Why not.</param>
/// <param name="ETag">The state that the answer shows, where it says so.</param>
/// <param name="Next">The address of the list's next page, where there is one.</param>
internal sealed record ServiceAnswer<T>(T? Value, HttpStatusCode? Status, ProblemView? Problem = null, string? ETag = null, string? Next = null)
    where T : class
{
    /// <summary>Whether it was done.</summary>
    public bool Succeeded => Status is { } status && (int)status is >= 200 and < 300;

    /// <summary>Whether there is no such thing.</summary>
    public bool IsMissing => Status is HttpStatusCode.NotFound;

    /// <summary>The status of a page that has nothing else to show.</summary>
    public int PageStatus => IsMissing ? StatusCodes.Status404NotFound : StatusCodes.Status503ServiceUnavailable;

    /// <summary>What to tell a person.</summary>
    public string Told => Problem?.Detail ?? Problem?.Title ?? "This part of the shop does not answer right now. Please try again in a moment.";
}

/// <summary>An answer without a body.</summary>
internal sealed class Nothing;
