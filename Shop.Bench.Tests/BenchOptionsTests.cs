using Shop.Bench.Measuring;
using Shop.Bench.Results;

namespace Shop.Bench.Tests;

public sealed class BenchOptionsTests
{
    [Fact]
    public void Without_arguments_everything_is_measured_in_five_rounds()
    {
        var options = BenchOptions.Parse([]);
        Assert.Equal(("normal", 5, "bench", null), (options.Effort.Name, options.Effort.Rounds, options.Output, options.Redraw));
        Assert.Equal(BenchOptions.KnownParts.Order(), options.Parts.Order());
    }

    [Fact]
    public void Each_option_is_heard()
    {
        var options = BenchOptions.Parse(["--full", "--rounds", "7", "--scenario", "browse,mix", "--output", "there"]);
        Assert.Equal(("full", 7, "there"), (options.Effort.Name, options.Effort.Rounds, options.Output));
        Assert.Equal(["browse", "mix"], options.Parts.Order());
    }

    [Theory]
    [InlineData("services", Shapes.Services)]
    [InlineData("steps", Shapes.MonolithSteps)]
    [InlineData("one-transaction", Shapes.Monolith)]
    public void A_shape_can_be_held(string argument, string shape) =>
        Assert.Equal(shape, BenchOptions.Parse(["--hold", argument]).Hold?.Name);

    [Theory]
    [InlineData("'--fast' is not known.", "--fast")]
    [InlineData("--hold knows services, steps and one-transaction, not 'everything'.", "--hold", "everything")]
    [InlineData("--rounds needs a value.", "--rounds")]
    [InlineData("--rounds needs a whole number above zero, not '0'.", "--rounds", "0")]
    [InlineData("--rounds needs a whole number above zero, not 'many'.", "--rounds", "many")]
    [InlineData("--scenario knows browse, checkout, mix, latency, isolation, replicas, telemetry, pages, access, not 'everything'.", "--scenario", "everything")]
    public void What_is_wrong_with_an_argument_is_said(string message, params string[] args) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => BenchOptions.Parse(args)).Message);
}
