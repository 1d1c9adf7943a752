using Shop.Proof.Commands;

namespace Shop.Tests.Faults;

/// <summary>The command line of <c>Shop.Proof</c>.</summary>
public sealed class LoadByHand
{
    [Theory]
    [InlineData("--monolith")]
    [InlineData("--orders")]
    public void Customers_come_to_whichever_address_is_named(string part)
    {
        var parsed = LoadCommand.Create().Parse([part, "http://localhost:6100"]);

        Assert.Empty(parsed.Errors);
        Assert.Equal(new Uri("http://localhost:6100"), parsed.GetValue<Uri>(part));
    }

    [Fact]
    public void What_is_no_address_is_refused_with_a_line() =>
        Assert.Contains("is an address as", Assert.Single(LoadCommand.Create().Parse(["--orders", "6102"]).Errors).Message, StringComparison.Ordinal);
}
