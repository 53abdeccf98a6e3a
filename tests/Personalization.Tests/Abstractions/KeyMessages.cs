using Personalization.Abstractions.Keys;

namespace Personalization.Tests.Abstractions;

/// <summary>Filled examples of the messages about keys.</summary>
internal static class KeyMessages
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero);

    private static readonly RuntimeKey Key = new()
    {
        Id = "k1",
        Name = "shop",
        Role = "public",
        Hash = new string('A', 64),
        Origins = ["https://shop.example"],
        CreatedAt = At,
        RotatedAt = At.AddDays(1),
        OldHash = new string('B', 64),
        OldUntil = At.AddDays(2),
        RevokedAt = At.AddDays(3),
        LastUsedAt = At.AddHours(1),
    };

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["KeyBoard"] = new KeyBoard
        {
            Version = 7,
            Keys = [Key],
            TokenSecrets = [new TokenSecret("e-1", "c2VjcmV0", At)],
            Changes = [new KeyChange(At, "operator", "created", "k1", "shop")],
        },
        ["RuntimeKey"] = Key,
        ["KeyUse"] = new KeyUse("k1", At),
        ["IdSecret"] = new IdSecret("c2VjcmV0", At),
    };
}
