namespace Shop.Tests.Contract;

/// <summary>An answer that the document does not allow.</summary>
/// <param name="Operation">What was asked for, <c>POST /orders</c>.</param>
/// <param name="Kind">What is wrong, the same words for every occurrence.</param>
/// <param name="Evidence">What came back this time.</param>
/// <param name="Reproduction">The request as a line for a shell.</param>
internal sealed record Violation(string Operation, string Kind, string Evidence, string Reproduction);
