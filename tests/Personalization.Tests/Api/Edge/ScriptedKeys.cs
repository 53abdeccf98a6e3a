using System.Collections.Immutable;
using Personalization.Abstractions.Keys;

namespace Personalization.Tests.Api.Edge;

/// <summary>A scripted owner of the keys: it answers what the test sets, and can be lost.</summary>
internal sealed class ScriptedKeys(IdSecret ids) : IKeysGrain
{
    private int _calls;

    public bool IsAway { get; set; }

    public KeyBoard Board { get; set; } = new() { Version = 1 };

    public int Calls => _calls;

    public ValueTask<KeyBoard?> GetAsync(long known) => Answer(known == Board.Version ? null : Board);

    public ValueTask<IdSecret> GetIdSecretAsync() => Answer(ids);

    public ValueTask<RuntimeKey> CreateAsync(RuntimeKey key, string by) => throw new NotSupportedException();

    public ValueTask<RuntimeKey?> RotateAsync(string id, string hash, DateTimeOffset oldUntil, string by) =>
        throw new NotSupportedException();

    public ValueTask<RuntimeKey?> RevokeAsync(string id, string by) => throw new NotSupportedException();

    public ValueTask UsedAsync(ImmutableArray<KeyUse> uses) => ValueTask.CompletedTask;

    public ValueTask<string> RotateTokenSecretAsync(bool dropOld, string by) => throw new NotSupportedException();

    private ValueTask<T> Answer<T>(T value)
    {
        _ = Interlocked.Increment(ref _calls);
        return IsAway ? throw new TimeoutException("lost") : new ValueTask<T>(value);
    }
}
