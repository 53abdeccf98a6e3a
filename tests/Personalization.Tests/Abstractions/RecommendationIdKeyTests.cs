using CsCheck;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Tests.Abstractions;

public sealed class RecommendationIdKeyTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RecommendationIdKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly string Plain = RecommendationIds.Make("list", 7, FallbackLevel.Fresh, At, "3_8");

    [Fact]
    public void A_signed_id_reads_like_an_unsigned_one()
    {
        string signed = Key.Sign(Plain);

        Assert.True(Key.IsValid(signed));
        Assert.Equal((true, false), (RecommendationIdKey.IsSigned(signed), RecommendationIdKey.IsSigned(Plain)));
        ServedMark mark = RecommendationIds.ServedOf(signed)!.Value;
        Assert.Equal(At, mark.At);
        Assert.Equal([3, 8], mark.Experiments);
        Assert.Equal(FallbackLevel.Fresh, RecommendationIds.FallbackLevelOf(signed));
        Assert.Equal("list-7!qWl_9sZw2Xk~19a3f9d8a00~3_8.0".Length, signed.Length);
    }

    [Fact]
    public void M2_a_changed_id_and_an_id_of_another_key_are_invalid()
    {
        string signed = Key.Sign(Plain);
        Assert.False(new RecommendationIdKey(new byte[32]).IsValid(signed));
        Assert.False(Key.IsValid(Plain));
        Gen.Select(Gen.Int[0, signed.Length - 1], Gen.Char[' ', 'z']).Sample((at, changed) =>
        {
            string forged = $"{signed[..at]}{changed}{signed[(at + 1)..]}";
            Assert.Equal(forged == signed, Key.IsValid(forged));
        });
    }

    /// <summary>The test vectors of the authors of SipHash: the key is 0 to 15, the text is 0 to n - 1.</summary>
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(1, 0x74f839c593dc67fd)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void The_keyed_hash_is_SipHash(int length, ulong expected)
    {
        byte[] bytes = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

        Assert.Equal(expected, SipHash.Compute(bytes, bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Any_text_can_be_checked() => Gen.String.Sample(text =>
    {
        Assert.False(Key.IsValid(text));
        Assert.False(Key.IsValid($"!{text}~"));
    });
}
