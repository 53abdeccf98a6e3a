using System.Text.Json;
using System.Text.RegularExpressions;

namespace Personalization.ClusterTests.Http;

/// <summary>The OpenAPI document. Checks that it lists the status of each response.</summary>
internal sealed class ApiDescription
{
    private readonly List<(Regex Path, string Method, HashSet<string> Statuses)> _operations = [];

    public IEnumerable<string> Operations => _operations.Select(operation => $"{operation.Method} {operation.Path}");

    public static ApiDescription Parse(string json)
    {
        ApiDescription description = new();
        using JsonDocument document = JsonDocument.Parse(json);
        foreach (JsonProperty path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            Regex pattern = new($"^{Regex.Replace(path.Name, "{[^}]+}", "[^/]+")}$");
            foreach (JsonProperty operation in path.Value.EnumerateObject())
            {
                HashSet<string> statuses =
                [.. operation.Value.GetProperty("responses").EnumerateObject().Select(response => response.Name)];
                description._operations.Add((pattern, operation.Name.ToUpperInvariant(), statuses));
            }
        }

        return description;
    }

    public void Check(string method, string path, HttpAnswer answer)
    {
        string plain = path.Split('?')[0];
        foreach ((_, _, HashSet<string> statuses) in _operations.Where(
            operation => operation.Method == method && operation.Path.IsMatch(plain)))
        {
            Assert.True(
                statuses.Contains($"{answer.Status}"),
                $"{method} {path} answered {answer.Status}, which is not described: {answer.Text}");
        }

        Assert.True(answer.Status < 500 || answer.Status == 503, $"{method} {path} failed: {answer.Text}");
    }
}
