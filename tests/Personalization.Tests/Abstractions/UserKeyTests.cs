using CsCheck;
using Personalization.Abstractions.Identity;
using Personalization.Testing.EventLog;

namespace Personalization.Tests.Abstractions;

public sealed class UserKeyTests
{
    /// <summary>
    /// Similar ids on which an encoding that drops information would collide: literal escapes, upper and lower case,
    /// cuts at the length limit.
    /// </summary>
    private static readonly Gen<string> SimilarIds = Gen.OneOf(
        Entries.Identifiers,
        Gen.OneOf(
            "a", "A", "~", "~7E", "~61", "/", "%2F", "ä", "a\u0308", "🛒", ".", "~~").Array[1, 6].Select(string.Concat),
        Gen.Select(
            Gen.Int[236, 244],
            Gen.OneOf('a', 'é', '~'),
            Gen.OneOf("", "x", "y", "/"),
            (length, filler, tail) => new string(filler, length) + tail));

    [Fact]
    public void Different_ids_have_different_keys() => Gen.Select(SimilarIds, SimilarIds).Sample((left, right) =>
        Assert.Equal(left == right, UserKey.Encode(UserId.Create(left)) == UserKey.Encode(UserId.Create(right))),
        iter: 20_000);

    [Fact]
    public void Every_key_is_safe_and_short() => SimilarIds.Sample(id =>
    {
        string key = UserKey.Encode(UserId.Create(id));
        Assert.InRange(key.Length, 1, UserKey.MaxLength);
        Assert.All(
            key, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '~' or '-', $"'{c}' in {key}"));
    });

    [Theory]
    [InlineData("user-1_A.b", "user-1_A.b")]
    [InlineData("~", "~7E")]
    [InlineData("a/b", "a~2Fb")]
    [InlineData("é", "~C3~A9")]
    [InlineData("🛒", "~F0~9F~9B~92")]
    public void Known_keys(string id, string key) => Assert.Equal(key, UserKey.Encode(UserId.Create(id)));

    [Fact]
    public void Long_ids_keep_their_prefix_and_get_a_hash()
    {
        // The SHA-256 hash of 81 slashes was computed with coreutils.
        string key = UserKey.Encode(UserId.Create(new string('/', 81)));
        Assert.Equal(240, key.Length);
        Assert.StartsWith("~2F~2F", key, StringComparison.Ordinal);
        Assert.EndsWith(
            "~~2A5BC5B1B5314ECD2A310F8D021DF0D160E1820D30ED5A9523A8BAF39E7E35C6", key, StringComparison.Ordinal);
        Assert.Equal(240, UserKey.Encode(UserId.Create(new string('/', 80))).Length);
        Assert.DoesNotContain("~~", UserKey.Encode(UserId.Create(new string('/', 80))), StringComparison.Ordinal);
    }
}
