using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Keys;

namespace Personalization.Grains.Keys;

/// <inheritdoc cref="IKeysGrain"/>
[GrainType("personalization-keys")]
public sealed class KeysGrain(
    [PersistentState("keys", "models")] IPersistentState<KeysState> stored,
    TimeProvider time,
    ILogger<KeysGrain> log) : Grain, IKeysGrain
{
    private const int MostKeys = 1_000;
    private const int MostChanges = 200;
    private const int SecretBytes = 32;

    /// <summary>How long a silo of the version before may serve lists with unsigned ids in a rolling upgrade.</summary>
    private static readonly TimeSpan UpgradeTime = TimeSpan.FromHours(1);

    /// <summary>The longest life of a user token, after which its secret is not needed.</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromDays(1);

    /// <summary>How often uses are stored. A lost silo loses newer ones.</summary>
    private static readonly TimeSpan StoreUsesEvery = TimeSpan.FromMinutes(1);

    private DateTimeOffset _usesStoredAt;

    /// <summary>The stored state. Readers interleave and must not see a change that is not stored.</summary>
    private KeysState _published = new();

    /// <inheritdoc/>
    public ValueTask<KeyBoard?> GetAsync(long known)
    {
        KeysState state = _published;
        return ValueTask.FromResult(state.Version == known && known > 0 ? null : new KeyBoard
        {
            Version = state.Version,
            Keys = state.Keys,
            TokenSecrets = state.TokenSecrets,
            Changes = state.Changes,
        });
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _usesStoredAt = time.GetUtcNow();
        _published = stored.State;
        if (stored.State.TokenSecrets.IsEmpty)
        {
            await WriteAsync(stored.State with { Version = 1, TokenSecrets = [NewTokenSecret()] });
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IdSecret> GetIdSecretAsync()
    {
        if (stored.State.IdSecret is null)
        {
            DateTimeOffset now = time.GetUtcNow();
            IdSecret made = new(RandomSecret(), await HasExperimentsAsync() ? now + UpgradeTime : now);
            await WriteAsync(stored.State with { IdSecret = made });
        }

        return stored.State.IdSecret!;
    }

    /// <inheritdoc/>
    public async ValueTask<RuntimeKey> CreateAsync(RuntimeKey key, string by)
    {
        KeysState state = stored.State;
        if (state.Keys.Length >= MostKeys)
        {
            throw new InvalidOperationException($"At most {MostKeys} keys can be stored, including revoked ones.");
        }

        if (state.Keys.Any(known => known.RevokedAt is null && known.Name == key.Name))
        {
            throw new InvalidOperationException($"A valid key has the name '{key.Name}'. Names must be unique.");
        }

        if (state.Keys.Any(known => known.Id == key.Id || known.Hash == key.Hash || known.OldHash == key.Hash))
        {
            throw new InvalidOperationException("The key exists.");
        }

        await ChangeAsync(state with { Keys = state.Keys.Add(key) }, "created", key.Id, key.Name, by);
        return key;
    }

    /// <inheritdoc/>
    public async ValueTask<RuntimeKey?> RotateAsync(string id, string hash, DateTimeOffset oldUntil, string by)
    {
        if (Find(id) is not { RevokedAt: null } key)
        {
            return null;
        }

        RuntimeKey rotated = key with
        {
            Hash = hash,
            OldHash = key.Hash,
            OldUntil = oldUntil,
            RotatedAt = time.GetUtcNow(),
        };
        await ReplaceAsync(key, rotated, "rotated", by);
        return rotated;
    }

    /// <inheritdoc/>
    public async ValueTask<RuntimeKey?> RevokeAsync(string id, string by)
    {
        if (Find(id) is not { RevokedAt: null } key)
        {
            return Find(id);
        }

        RuntimeKey revoked = key with { RevokedAt = time.GetUtcNow(), OldHash = null, OldUntil = null };
        await ReplaceAsync(key, revoked, "revoked", by);
        return revoked;
    }

    /// <inheritdoc/>
    public async ValueTask UsedAsync(ImmutableArray<KeyUse> uses)
    {
        Dictionary<string, DateTimeOffset> latest = uses.GroupBy(use => use.KeyId, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Max(use => use.At), StringComparer.Ordinal);
        KeysState state = stored.State with
        {
            Keys = [.. stored.State.Keys.Select(
                key => latest.TryGetValue(key.Id, out DateTimeOffset at) && !(key.LastUsedAt >= at)
                    ? key with { LastUsedAt = at }
                    : key)],
        };
        if (time.GetUtcNow() - _usesStoredAt < StoreUsesEvery)
        {
            (stored.State, _published) = (state, state);
            return;
        }

        await WriteAsync(state);
        _usesStoredAt = time.GetUtcNow();
    }

    /// <inheritdoc/>
    public async ValueTask<string> RotateTokenSecretAsync(bool dropOld, string by)
    {
        TokenSecret made = NewTokenSecret();
        KeysState state = stored.State;
        DateTimeOffset now = time.GetUtcNow();

        // A secret is in use until the next one is made. Its last token expires one token's life later.
        IEnumerable<TokenSecret> kept = dropOld
            ? []
            : state.TokenSecrets.Where((_, i) => i == 0 || state.TokenSecrets[i - 1].CreatedAt > now - TokenLife);
        await ChangeAsync(
            state with { TokenSecrets = [made, .. kept] }, "tokenSecretRotated", made.Id, string.Empty, by);
        return made.Id;
    }

    private RuntimeKey? Find(string id) => stored.State.Keys.FirstOrDefault(key => key.Id == id);

    /// <summary>A cluster without experiments has served no list whose id needs a signature.</summary>
    private async ValueTask<bool> HasExperimentsAsync() =>
        !(await GrainFactory.GetGrain<IExperimentsGrain>(0).GetAsync()).Experiments.IsEmpty;

    private ValueTask ReplaceAsync(RuntimeKey old, RuntimeKey made, string action, string by) =>
        ChangeAsync(stored.State with { Keys = stored.State.Keys.Replace(old, made) }, action, made.Id, made.Name, by);

    private async ValueTask ChangeAsync(KeysState state, string action, string id, string name, string by)
    {
        KeyChange change = new(time.GetUtcNow(), by, action, id, name);
        await WriteAsync(state with
        {
            Version = state.Version + 1,
            Changes = [change, .. state.Changes.Take(MostChanges - 1)],
        });
        log.LogInformation("Key {KeyId} ({KeyName}) was changed by {Operator}: {Action}.", id, name, by, action);
    }

    /// <summary>
    /// Stores the state. A failed write deactivates the grain: the stored state is unknown, and the next activation
    /// reads it.
    /// </summary>
    private async ValueTask WriteAsync(KeysState state)
    {
        stored.State = state;
        try
        {
            await stored.WriteStateAsync();
            _published = state;
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private TokenSecret NewTokenSecret() => new(
        $"e-{RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuvwxyz", 10)}",
        RandomSecret(),
        time.GetUtcNow());

    private static string RandomSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
}
