using Shop.Bench.Measuring;
using Shop.Bench.Results;

namespace Shop.Bench.Tests;

public sealed class BenchOptionsTests
{
    [Fact]
    public void Without_arguments_the_answer_is_measured_in_six_starts()
    {
        var options = BenchOptions.Parse([]);
        Assert.Equal(("short", 6, "bench", null, null), (options.Effort.Name, options.Effort.Starts, options.Output, options.Redraw, options.Compare));
        Assert.Equal(["browse", "checkout", "isolation", "mix"], options.Parts.Order());
    }

    [Fact]
    public void The_full_form_is_twelve_starts_of_three_windows_of_ten_seconds_of_every_part()
    {
        var options = BenchOptions.Parse(["--full"]);
        Assert.Equal((12, 3, 10), (options.Effort.Starts, options.Effort.Windows, options.Effort.Window.TotalSeconds));
        Assert.Equal(BenchOptions.KnownParts.Order(), options.Parts.Order());
    }

    [Fact]
    public void Each_option_is_heard()
    {
        var options = BenchOptions.Parse(["--full", "--starts", "7", "--scenario", "browse,mix", "--output", "there", "--seed", "11", "--compare", "old.json"]);
        Assert.Equal(("full", 7, "there", 11, "old.json"), (options.Effort.Name, options.Effort.Starts, options.Output, options.Seed, options.Compare));
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
    [InlineData("--starts needs a value.", "--starts")]
    [InlineData("--starts needs a whole number above zero, not '0'.", "--starts", "0")]
    [InlineData("--starts needs a whole number above zero, not 'many'.", "--starts", "many")]
    [InlineData("--scenario knows browse, checkout, mix, latency, floors, isolation, replicas, telemetry, pages, access, not 'everything'.", "--scenario", "everything")]
    public void What_is_wrong_with_an_argument_is_said(string message, params string[] args) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => BenchOptions.Parse(args)).Message);
}
