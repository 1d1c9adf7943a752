using System.Text;

namespace Shop.Tests.Contract;

/// <summary>The checker itself: answers with a fault planted in each, and one without.</summary>
public sealed class PlantedViolations
{
    private const string Problem = """{"type":"/problems/not-found","title":"Not found.","status":404}""";

    private static readonly ApiDocument Document = ApiDocument.Parse("""
        {
          "paths": {
            "/things/{id}": {
              "get": {
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "integer", "format": "int32" } }],
                "responses": {
                  "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } }, "headers": { "ETag": { "required": true } } },
                  "404": { "content": { "application/problem+json": { "schema": { "type": "object" } } } }
                }
              }
            }
          },
          "components": {
            "schemas": {
              "Thing": {
                "type": "object", "required": ["id", "state"], "additionalProperties": false,
                "properties": { "id": { "type": "integer", "format": "int32" }, "state": { "enum": ["new", "old"] }, "note": { "type": ["null", "string"], "maxLength": 3 } }
              }
            }
          }
        }
        """);

    [Theory]
    [InlineData(200, "application/json", """{"id":1,"state":"new"}""", "ETag", null)]
    [InlineData(200, "application/json; charset=utf-8", """{"id":1,"state":"old","note":null}""", "ETag", null)]
    [InlineData(404, "application/problem+json", Problem, "", null)]
    [InlineData(200, "application/json", """{"id":1}""", "ETag", "200 differs from its schema: $.state: required")]
    [InlineData(200, "application/json", """{"id":1,"state":"gone"}""", "ETag", "200 differs from its schema: $.state: enum")]
    [InlineData(200, "application/json", """{"id":3000000000,"state":"new"}""", "ETag", "200 differs from its schema: $.id: format \"int32\"")]
    [InlineData(200, "application/json", """{"id":1,"state":"new","note":"long"}""", "ETag", "200 differs from its schema: $.note: maxLength")]
    [InlineData(200, "application/json", """{"id":1,"state":"new","more":1}""", "ETag", "200 differs from its schema: $: additionalProperties")]
    [InlineData(200, "application/json", """{"id":1,"id":1,"state":"new"}""", "ETag", "200 is not JSON")]
    [InlineData(200, "text/html", "<p>", "ETag", "200 has the media type text/html, which is not documented")]
    [InlineData(200, "application/json", """{"id":1,"state":"new"}""", "", "200 lacks ETag, which the document promises")]
    [InlineData(200, "application/json", """{"id":1,"state":"new"}""", "ETag Link", "200 has Link, which is not documented")]
    [InlineData(404, "application/problem+json", """{"type":"about:blank","title":"Not found.","status":404}""", "", "404 is a problem without a type of the shop's")]
    [InlineData(404, "application/problem+json", """{"type":"/problems/not-found","title":"Not found.","status":400}""", "", "404 is a problem of another status")]
    [InlineData(404, "text/plain", "Status Code: 404; Not Found", "", "404 is text/plain and no problem")]
    [InlineData(404, "", "", "", "404 has no body")]
    [InlineData(410, "application/problem+json", """{"type":"/problems/gone","title":"Gone.","status":410}""", "", "answers 410, which is not documented")]
    [InlineData(500, "application/problem+json", Problem, "", "answers 500")]
    [InlineData(0, "", "", "", "there is no answer")]
    public void A_planted_violation_is_found_and_nothing_else(int status, string type, string body, string headers, string? violation)
    {
        var request = new FuzzRequest(Document.Operations.Single());
        var sent = headers.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(name => name, _ => "\"1\"", StringComparer.OrdinalIgnoreCase);
        if (type.Length > 0) sent["Content-Type"] = type;

        var found = AnswerCheck.Violations(request, new(status, sent, Encoding.UTF8.GetBytes(body)));

        Assert.Equal(violation is null ? [] : [violation], found);
    }
}
