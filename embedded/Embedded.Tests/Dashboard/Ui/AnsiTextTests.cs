using Aspire.Dashboard.Components.Text;

namespace Embedded.Tests.Dashboard.Ui;

public sealed class AnsiTextTests
{
    [Fact]
    public void A_line_without_sequences_is_one_plain_run() =>
        Assert.Equal([new AnsiRun("plain <b>text</b>", null, null)], AnsiText.Parse("plain <b>text</b>"));

    [Fact]
    public void Colours_begin_and_end_where_the_sequences_say() =>
        Assert.Equal(
            [new AnsiRun("info", "af2", null), new AnsiRun(": started", null, null)],
            AnsiText.Parse("\u001b[32minfo\u001b[39m: started"));

    [Fact]
    public void Bold_and_a_background_are_kept_together_until_a_reset() =>
        Assert.Equal(
            [new AnsiRun("fail", "ab af0 ag1", null), new AnsiRun("x", null, null)],
            AnsiText.Parse("\u001b[1;30;41mfail\u001b[0mx"));

    [Theory]
    [InlineData("\u001b[38;5;208mx", "--af:#ff8700")]
    [InlineData("\u001b[38;5;232mx", "--af:#080808")]
    [InlineData("\u001b[48;2;1;2;3mx", "--ag:#010203")]
    public void Colours_of_256_and_24_bits_become_styles(string line, string style) =>
        Assert.Equal(style, Assert.Single(AnsiText.Parse(line)).Style);

    [Theory]
    [InlineData("a\u001b[2Kb", "ab")]
    [InlineData("a\u001b]0;title\u0007b", "ab")]
    [InlineData("a\u001b]8;;http://x\u001b\\b", "ab")]
    [InlineData("a\u001b", "a")]
    [InlineData("a\u001b[", "a")]
    [InlineData("a\u001b[31", "a")]
    [InlineData("a\u001b[38;5m\u001b[38;2;1mb", "ab")]
    [InlineData("a\u001b[999999999999mb", "ab")]
    public void Sequences_that_are_no_colours_or_are_cut_short_leave_only_the_text(string line, string text) =>
        Assert.Equal(text, AnsiText.Strip(line));
}
