using Aspire.Dashboard.Components.Text;
using Aspire.Dashboard.Telemetry.Queries;

namespace Embedded.Tests.Dashboard.Ui;

public sealed class TextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(4, "400 ns")]
    [InlineData(8_530, "853 µs")]
    [InlineData(124_000, "12.4 ms")]
    [InlineData(10_200_000, "1.02 s")]
    [InlineData(1_250_000_000, "2 m 05 s")]
    [InlineData(36_600_000_000, "1 h 01 m")]
    public void A_duration_has_three_digits_and_the_unit_that_suits_it(long ticks, string text) =>
        Assert.Equal(text, Durations.Fine(TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("50", 50)]
    [InlineData("≥ 50 ms", 50)]
    [InlineData("1.5s", 1500)]
    [InlineData("800us", 0.8)]
    [InlineData("2 m", 120_000)]
    public void A_duration_can_be_typed_with_or_without_unit(string text, double milliseconds)
    {
        Assert.True(Durations.TryParse(text, out var length));
        Assert.Equal(milliseconds, length.TotalMilliseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("fast")]
    [InlineData("5 weeks")]
    [InlineData("-5")]
    [InlineData("99999999999999999")]
    public void What_is_no_duration_filters_nothing(string? text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData(0.0123, "s", "12.3 ms")]
    [InlineData(52_428_800, "By", "50 MiB")]
    [InlineData(1536, "By/s", "1.5 KiB/s")]
    [InlineData(12_500, "{order}/s", "12.5k order/s")]
    [InlineData(0.25, "1", "0.25")]
    [InlineData(42, "%", "42 %")]
    public void A_quantity_is_shown_in_the_size_that_suits_it(double value, string unit, string text) =>
        Assert.Equal(text, Quantities.Show(value, unit));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.03, 0.05)]
    [InlineData(19, 20)]
    [InlineData(21, 25)]
    [InlineData(60, 100)]
    [InlineData(100, 100)]
    public void An_axis_ends_at_a_round_number(double value, double end) => Assert.Equal(end, Quantities.NiceCeiling(value), 9);

    [Theory]
    [InlineData("http.route", nameof(FilterCondition.Equals), "/orders")]
    [InlineData("a:b%c", nameof(FilterCondition.NotContains), "x:y")]
    [InlineData("@name", nameof(FilterCondition.Contains), "")]
    public void A_filter_survives_its_way_through_an_address(string field, string condition, string value)
    {
        var filter = new FieldFilter(field, Enum.Parse<FilterCondition>(condition), value);

        Assert.True(FilterText.TryRead(FilterText.Write(filter), out var read));
        Assert.Equal(filter, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    [InlineData("a:b")]
    [InlineData("a:like:b")]
    [InlineData(":eq:b")]
    public void What_is_no_filter_is_left_out(string? text) => Assert.Empty(FilterText.ReadAll([text!]));

    [Theory]
    [InlineData("ConnectionStrings__productdb", "Host=localhost", true)]
    [InlineData("PRODUCTDB_URI", "postgresql://shop:pw@localhost:5432/db", true)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=1", true)]
    [InlineData("Stripe_Key", "sk_1", true)]
    [InlineData("SETTINGS", "Server=x;Password=y", true)]
    [InlineData("ASPNETCORE_URLS", "http://localhost:5101", false)]
    [InlineData("PRODUCT_API_HTTP", "http://localhost:5101/a@b:c", false)]
    [InlineData("DB_PASSWORD", "", false)]
    public void Values_that_look_secret_are_masked(string name, string value, bool isSecret) =>
        Assert.Equal(isSecret, Secrets.IsSecret(name, value));

    [Fact]
    public void A_service_keeps_its_colour_and_few_services_never_share_one()
    {
        var colors = new ServiceColors();
        string[] names = ["product-api", "order-api", "payment-api", "shop", "web", "mailer"];

        var first = names.Select(colors.ClassOf).ToArray();

        Assert.Equal(first.Length, first.Distinct().Count());
        Assert.Equal(first, names.Select(colors.ClassOf));
        Assert.Equal(new ServiceColors().ClassOf("order-api"), new ServiceColors().ClassOf("ORDER-API"));
    }
}
