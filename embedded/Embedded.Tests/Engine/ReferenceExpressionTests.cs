using Aspire.Hosting.ApplicationModel;

namespace Embedded.Tests.Engine;

public sealed class ReferenceExpressionTests
{
    [Fact]
    public async Task Values_are_put_in_and_encoded_where_asked()
    {
        var password = new ParameterResource("password", _ => "a b/{c}", secret: true);

        var expression = ReferenceExpression.Create($"user:{password};uri={password:uri};literal={{}}");

        Assert.Equal("user:a b/{c};uri=a%20b%2F%7Bc%7D;literal={}", await expression.GetValueAsync(CancellationToken.None));
        Assert.Equal("user:{password.value};uri={password.value};literal={}", expression.ValueExpression);
    }

    [Fact]
    public async Task An_expression_inside_another_keeps_its_values_and_formats()
    {
        var password = new ParameterResource("password", _ => "x/y", secret: true);
        var inner = ReferenceExpression.Create($"[{password:uri}|{{}}]");

        var outer = ReferenceExpression.Create($"{password}-{inner}-{password}");

        Assert.Equal("x/y-[x%2Fy|{}]-x/y", await outer.GetValueAsync(CancellationToken.None));
        Assert.Equal([null, "uri", null], outer.StringFormats);
    }

    [Fact]
    public async Task A_builder_gives_the_same_as_an_interpolated_text()
    {
        var parameter = new ParameterResource("name", _ => "value");
        var builder = new ReferenceExpressionBuilder();
        Assert.True(builder.IsEmpty);

        builder.AppendLiteral("a=");
        builder.Append($"{parameter};b=");
        builder.AppendFormatted(parameter);

        Assert.Equal("a=value;b=value", await builder.Build().GetValueAsync(CancellationToken.None));
    }
}
