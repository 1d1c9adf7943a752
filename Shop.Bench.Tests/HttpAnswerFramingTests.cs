using System.Text;
using Shop.Bench.Load;

namespace Shop.Bench.Tests;

public sealed class HttpAnswerFramingTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer: Kestrel\r\n\r\nhello", 200, 5, false)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, 0, false)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nConnection: close\r\n\r\n", 304, 0, true)]
    [InlineData("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", 404, 0, false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1A;x=1\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n", 200, 31, false)]
    [InlineData("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nTrailer: x\r\n\r\n", 201, 2, false)]
    public void The_end_of_an_answer_is_found_however_its_bytes_are_split(string text, int status, long bodyBytes, bool closes)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var split = 1; split <= bytes.Length; split++)
        {
            var answer = new HttpAnswerFraming();
            for (var at = 0; at < bytes.Length; at += split)
                Assert.Equal(at + split >= bytes.Length, answer.Take(bytes.AsSpan(at, Math.Min(split, bytes.Length - at))));
            Assert.Equal((status, bodyBytes, closes), (answer.Status, answer.BodyBytes, answer.Closes));
        }
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nno length")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    public void What_is_no_complete_answer_is_refused(string text)
    {
        var answer = new HttpAnswerFraming();
        Assert.Throws<InvalidDataException>(() => answer.Take(Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void A_second_answer_on_the_connection_starts_afresh()
    {
        var answer = new HttpAnswerFraming();
        Assert.True(answer.Take("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8));
        answer.Reset();
        Assert.False(answer.Take("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 3\r\n\r\nno"u8));
        Assert.True(answer.Take("!"u8));
        Assert.Equal(500, answer.Status);
    }
}
