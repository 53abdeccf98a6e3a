using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;
using Personalization.Hosting.Telemetry;

namespace Personalization.Client.Api.Access;

/// <summary>
/// The valid API keys: those of the settings, and those created at run time, which are replaced as a whole.
/// </summary>
internal sealed class ApiKeyRing
{
    private const int MaxKeyLength = 256;

    private readonly KnownKey[] _configured;
    private readonly bool _hasDemo;
    private volatile Ring _ring;

    /// <summary>Reads the keys from the settings. Only the hashes stay in memory.</summary>
    /// <param name="options">The settings of the API.</param>
    /// <param name="engine">The settings of the engine; null for an API without the demo shop.</param>
    public ApiKeyRing(ApiOptions options, EngineOptions? engine = null)
    {
        _hasDemo = DemoKey.IsUsed(engine);
        _configured = [.. options.Keys.Select(ToKnown)];
        if (!IsOpen)
        {
            ConsoleKey = Convert.ToHexString(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));
            Console = new KnownKey(
                "console", SHA256.HashData(Encoding.UTF8.GetBytes(ConsoleKey)), ApiRole.Operate, []);
        }

        _ring = new Ring(0, [], ToTable(Permanent()), OriginsOf(_configured), null);
    }

    /// <summary>
    /// Whether the settings have no key. Every caller of this machine then has every right.
    /// </summary>
    public bool IsOpen => _configured.Length == 0;

    /// <summary>
    /// The key with which the console of this process calls the API. It exists in memory only; null in open mode.
    /// </summary>
    public string? ConsoleKey { get; }

    /// <summary>The entry of <see cref="ConsoleKey"/>; null in open mode.</summary>
    public KnownKey? Console { get; }

    /// <summary>The version of the keys created at run time; 0 before they are known.</summary>
    public long Version => _ring.Version;

    /// <summary>
    /// The text of the demo shop's public key; null in open mode, without the demo shop, and before it is known.
    /// </summary>
    public string? DemoKeyText => _ring.DemoKeyText;

    /// <summary>The keys of the settings.</summary>
    public IReadOnlyList<KnownKey> Configured => _configured;

    /// <summary>The keys created at run time.</summary>
    public IReadOnlyList<KnownKey> Runtime => _ring.Runtime;

    /// <summary>The origins of all public keys.</summary>
    public FrozenSet<string> Origins => _ring.Origins;

    /// <summary>Replaces the keys created at run time.</summary>
    /// <param name="board">The keys. Revoked keys, and old texts whose time has passed, are left out.</param>
    /// <param name="now">The present time.</param>
    public void Set(KeyBoard board, DateTimeOffset now)
    {
        List<KnownKey> runtime = [];
        List<(byte[] Hash, KnownKey Key)> all = [.. Permanent()];
        foreach (RuntimeKey stored in board.Keys.Where(key => key.RevokedAt is null))
        {
            // A role of a later version is unknown here. Such a key is not accepted.
            if (Enum.TryParse(stored.Role, ignoreCase: true, out ApiRole role) && Enum.IsDefined(role))
            {
                KnownKey key = new(
                    stored.Name, Convert.FromHexString(stored.Hash), role, stored.Origins, stored.Id);
                runtime.Add(key);
                all.Add((key.Hash, key));
                if (stored.OldHash is { } old && stored.OldUntil > now)
                {
                    all.Add((Convert.FromHexString(old), key));
                }
            }
        }

        bool hasDemo = _hasDemo && !IsOpen && !board.TokenSecrets.IsEmpty;
        if (hasDemo)
        {
            all.AddRange(board.TokenSecrets.Select(DemoKey.Of).Select(key => (key.Hash, key)));
        }

        _ring = new Ring(
            board.Version,
            runtime,
            ToTable(all),
            OriginsOf([.. _configured, .. runtime]),
            hasDemo ? DemoKey.TextOf(board.TokenSecrets[0]) : null);
    }

    /// <summary>Finds a client's key; null when it is unknown.</summary>
    /// <remarks>
    /// Looks up the hash, so that the duration reveals nothing about a key: a client cannot choose a key by its hash.
    /// </remarks>
    public KnownKey? Find(string? key)
    {
        if (string.IsNullOrEmpty(key) || key.Length > MaxKeyLength)
        {
            return null;
        }

        Span<byte> utf8 = stackalloc byte[MaxKeyLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
        return _ring.Keys.TryGetValue(IndexOf(hash), out Entry? entry)
            && CryptographicOperations.FixedTimeEquals(entry.Hash, hash) ? entry.Key : null;
    }

    /// <summary>
    /// Returns the check for the metrics endpoint: scrapers, operators and, in open mode, every caller.
    /// </summary>
    public Func<HttpContext, bool> MayScrape(ScrapeKey scrapers) =>
        context => IsOpen || scrapers.IsShown(context) || Find(ScrapeKey.ShownBy(context))?.Role == ApiRole.Operate;

    private IEnumerable<(byte[] Hash, KnownKey Key)> Permanent() =>
        (Console is null ? _configured : [.. _configured, Console]).Select(key => (key.Hash, key));

    private static UInt128 IndexOf(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128LittleEndian(hash);

    private static FrozenDictionary<UInt128, Entry> ToTable(IEnumerable<(byte[] Hash, KnownKey Key)> keys) => keys
        .DistinctBy(pair => IndexOf(pair.Hash))
        .ToFrozenDictionary(pair => IndexOf(pair.Hash), pair => new Entry(pair.Hash, pair.Key));

    private static FrozenSet<string> OriginsOf(IEnumerable<KnownKey> keys) =>
        keys.SelectMany(key => key.Origins).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static KnownKey ToKnown(ApiKeySetting setting, int index) => new(
        setting.Name ?? string.Create(CultureInfo.InvariantCulture, $"key {index}"),
        setting.KeySha256 is { } hex
            ? Convert.FromHexString(hex)
            : SHA256.HashData(Encoding.UTF8.GetBytes(setting.Key!)),
        setting.Role!.Value,
        setting.Origins);

    private sealed record Entry(byte[] Hash, KnownKey Key);

    private sealed record Ring(
        long Version,
        IReadOnlyList<KnownKey> Runtime,
        FrozenDictionary<UInt128, Entry> Keys,
        FrozenSet<string> Origins,
        string? DemoKeyText);
}
