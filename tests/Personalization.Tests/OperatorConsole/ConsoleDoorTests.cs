using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.OperatorConsole;
using Personalization.Client.Api.Settings;
using Personalization.OperatorConsole.Access;

namespace Personalization.Tests.OperatorConsole;

/// <summary>Sign-in to the console and the life of its sessions.</summary>
public sealed class ConsoleDoorTests : IDisposable
{
    private const string Operator = "operator-0123456789";
    private const string Server = "server-0123456789";
    private const string Ingest = "ingest-0123456789";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private readonly WrongKeys _wrong = new(WrongKeys.OneMoreEvery);
    private readonly ApiOptions _options = new()
    {
        Keys =
        [
            new() { Name = "ops", Key = Operator, Role = ApiRole.Operate },
            new() { Name = "shop", Key = Server, Role = ApiRole.Serve },
            new() { Name = "pipe", Key = Ingest, Role = ApiRole.Ingest },
        ],
    };

    [Fact]
    public void An_operator_may_change_and_a_server_may_look()
    {
        ConsoleDoor door = Door(_options);

        Assert.Equal(new ConsoleUser("ops", true), door.Read(door.SignIn(Operator, "a").Session));
        Assert.Equal(new ConsoleUser("shop", false), door.Read(door.SignIn(Server, "a").Session));
    }

    [Theory]
    [InlineData(Ingest, "The console needs a key with the role operate or serve but the key's role is ingest.")]
    [InlineData("unknown-0123456789", "This API key is unknown.")]
    public void Another_key_is_refused_with_the_reason(string key, string problem)
    {
        ConsoleSignIn result = Door(_options).SignIn(key, "a");

        Assert.Equal((null, problem), (result.Session, result.Problem));
    }

    [Fact]
    public void Another_api_process_with_the_same_secret_accepts_the_session()
    {
        string? session = Door(_options).SignIn(Operator, "a").Session;

        Assert.Equal(new ConsoleUser("ops", true), Door(_options).Read(session));
    }

    [Fact]
    public void A_session_ends_after_ten_hours()
    {
        ConsoleDoor door = Door(_options);
        ConsoleSignIn result = door.SignIn(Operator, "a");
        Assert.Equal(_time.GetUtcNow().AddHours(10), result.ExpiresAt);
        _time.Advance(TimeSpan.FromHours(10) - TimeSpan.FromSeconds(1));
        Assert.NotNull(door.Read(result.Session));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(door.Read(result.Session));
    }

    [Fact]
    public void A_session_ends_with_its_key_and_with_its_role()
    {
        string? session = Door(_options).SignIn(Operator, "a").Session;
        ApiOptions without = new() { Keys = [.. _options.Keys.Skip(1)] };
        ApiOptions lesser = new() { Keys = [new() { Name = "ops", Key = Operator, Role = ApiRole.Serve }] };

        Assert.Null(Door(without).Read(session));
        Assert.Null(Door(lesser).Read(session));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x.y.z")]
    public void A_forged_session_is_refused(string? session) => Assert.Null(Door(_options).Read(session));

    [Fact]
    public void A_user_token_is_no_session()
    {
        TokenKeys keys = Secrets(_options);
        IssuedToken token = new UserTokens(_options, keys, _time).Issue(UserId.Create("ann"))!;

        Assert.Null(new ConsoleDoor(new ApiKeyRing(_options), keys, _wrong, _time).Read(token.Token));
    }

    [Fact]
    public void After_twenty_unknown_keys_an_address_must_wait()
    {
        ConsoleDoor door = Door(_options);
        for (int i = 0; i < WrongKeys.Attempts; i++)
        {
            Assert.Null(door.SignIn("unknown-0123456789", "a").RetryAfter);
        }

        Assert.NotNull(door.SignIn("unknown-0123456789", "a").RetryAfter);
        Assert.Null(door.SignIn(Operator, "a").Session);
        Assert.NotNull(door.SignIn(Operator, "b").Session);
    }

    [Fact]
    public void The_key_of_the_console_itself_cannot_sign_in_and_differs_between_processes()
    {
        ConsoleDoor door = Door(_options);

        Assert.NotNull(door.EngineKey);
        Assert.NotEqual(door.EngineKey, Door(_options).EngineKey);
        Assert.Null(door.SignIn(door.EngineKey, "a").Session);
        Assert.Null(Door(new ApiOptions()).EngineKey);
    }

    public void Dispose() => _wrong.Dispose();

    private ConsoleDoor Door(ApiOptions options) => new(new ApiKeyRing(options), Secrets(options), _wrong, _time);

    private TokenKeys Secrets(ApiOptions options)
    {
        TokenKeys keys = new(options);
        keys.Set([new TokenSecret("s-1", Convert.ToBase64String(new byte[32]), _time.GetUtcNow())]);
        return keys;
    }
}
