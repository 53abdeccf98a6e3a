using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary>Defect L8: a new key needed a restart. Keys and token secrets change at run time.</summary>
public sealed class KeyEndpointTests
{
    private const string Operator = "operator-0123456789";

    [Fact]
    public async Task L8_a_key_is_created_rotated_and_revoked_without_a_restart()
    {
        await using HttpEngine engine = await StartAsync();
        HttpAnswer created = await engine.SendAsync(
            "POST", "/v1/keys", """{"name":"shop","role":"serve"}""", key: Operator);
        Assert.Equal(201, created.Status);
        (string text, string id) = KeyOf(created);
        Assert.StartsWith("sk_", text, StringComparison.Ordinal);
        Assert.Equal(200, (await engine.SendAsync("GET", "/v1/popular", key: text)).Status);
        Assert.Equal(403, (await engine.SendAsync("GET", "/v1/keys", key: text)).Status);

        HttpAnswer rotated = await engine.SendAsync(
            "POST", $"/v1/keys/{id}/rotate", """{"graceMinutes":0}""", key: Operator);
        (string next, _) = KeyOf(rotated);
        Assert.Equal(200, (await engine.SendAsync("GET", "/v1/popular", key: next)).Status);
        Assert.Equal(401, (await engine.SendAsync("GET", "/v1/popular", key: text)).Status);

        Assert.Equal(200, (await engine.SendAsync("DELETE", $"/v1/keys/{id}", key: Operator)).Status);
        Assert.Equal(401, (await engine.SendAsync("GET", "/v1/popular", key: next)).Status);
        Assert.Equal(404, (await engine.SendAsync("DELETE", "/v1/keys/none", key: Operator)).Status);
        Assert.Equal(404, (await engine.SendAsync("POST", $"/v1/keys/{id}/rotate", key: Operator)).Status);

        HttpAnswer list = await engine.SendAsync("GET", "/v1/keys", key: Operator);
        Assert.DoesNotContain(next, list.Text, StringComparison.Ordinal);
        JsonElement root = JsonDocument.Parse(list.Text).RootElement;
        Assert.Equal(
            ["revoked", "rotated", "created"],
            root.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("action").GetString()));
        Assert.Equal(["key 0", "shop"], root.GetProperty("keys").EnumerateArray()
            .Select(key => key.GetProperty("name").GetString()));
        Assert.True(root.GetProperty("keys")[1].TryGetProperty("lastUsedAt", out _));
    }

    [Fact]
    public async Task Every_problem_of_a_new_key_is_listed_and_names_are_unique()
    {
        await using HttpEngine engine = await StartAsync();
        HttpAnswer wrong = await engine.SendAsync(
            "POST", "/v1/keys", """{"name":"","role":"owner","origins":["shop"],"x":1}""", key: Operator);
        Assert.Equal(422, wrong.Status);
        Assert.Equal(4, JsonDocument.Parse(wrong.Text).RootElement.GetProperty("errors").GetArrayLength());
        const string Page = """{"name":"page","role":"public"}""";
        Assert.Equal(422, (await engine.SendAsync("POST", "/v1/keys", Page, key: Operator)).Status);
        string full = Page.Replace("}", ",\"origins\":[\"https://shop.example\"]}", StringComparison.Ordinal);
        Assert.Equal(201, (await engine.SendAsync("POST", "/v1/keys", full, key: Operator)).Status);
        Assert.Equal("conflict", (await engine.SendAsync("POST", "/v1/keys", full, key: Operator)).Problem);
    }

    [Fact]
    public async Task The_clusters_own_secret_signs_tokens_and_is_rotated()
    {
        await using HttpEngine engine = await StartAsync();
        string before = await TokenAsync(engine);
        HttpAnswer rotated = await engine.SendAsync(
            "POST", "/v1/tokens/rotate", """{"dropOld":true}""", key: Operator);
        Assert.Equal(200, rotated.Status);
        string id = JsonDocument.Parse(rotated.Text).RootElement.GetProperty("id").GetString()!;
        string after = await Eventually.Async(
            () => TokenAsync(engine), token => KeyIdOf(token) == id);
        Assert.NotEqual(KeyIdOf(before), KeyIdOf(after));
    }

    [Fact]
    public async Task In_open_mode_keys_are_not_created()
    {
        await using HttpEngine engine = new();
        await engine.InitializeAsync();
        Assert.Equal(
            409, (await engine.SendAsync("POST", "/v1/keys", """{"name":"shop","role":"serve"}""")).Status);
    }

    private static async Task<HttpEngine> StartAsync()
    {
        HttpEngine engine = new(
            $"--Personalization:Api:Keys:0:Key={Operator}",
            "--Personalization:Api:Keys:0:Role=operate",
            "--Personalization:Api:KeyRefreshSeconds=0.5");
        await engine.InitializeAsync();
        return engine;
    }

    private static async Task<string> TokenAsync(HttpEngine engine)
    {
        HttpAnswer answer = await Eventually.Async(
            () => engine.SendAsync("POST", "/v1/tokens", """{"userId":"ann"}""", key: Operator),
            found => found.Status == 201);
        return JsonDocument.Parse(answer.Text).RootElement.GetProperty("token").GetString()!;
    }

    private static string? KeyIdOf(string token) =>
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token).Kid;

    private static (string Text, string Id) KeyOf(HttpAnswer answer)
    {
        JsonElement root = JsonDocument.Parse(answer.Text).RootElement;
        return (root.GetProperty("text").GetString()!, root.GetProperty("key").GetProperty("id").GetString()!);
    }
}
