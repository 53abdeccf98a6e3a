using System.Text;
using CsCheck;
using Personalization.Abstractions.Identity;

namespace Personalization.Tests.Abstractions;

public sealed class IdentifierRulesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData(" a ")]
    [InlineData("用户 🛒 ~'\"%_/\\#?")]
    [InlineData("\u00A0x")]
    public void Printable_text_is_accepted(string text)
    {
        Assert.Null(IdentifierRules.Problem(text));
        Assert.Equal(text, UserId.Create(text).Value);
        Assert.Equal(text, ItemId.Create(text).ToString());
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("   ", "blank")]
    [InlineData("\u2003\u00A0", "blank")]
    [InlineData("a\nb", "U+000A")]
    [InlineData("\0", "U+0000")]
    [InlineData("a\u007F", "character 1 is a control character (U+007F)")]
    [InlineData("a\u0085", "U+0085")]
    public void Invalid_text_is_rejected_with_the_reason(string? text, string reason)
    {
        Assert.Contains(reason, IdentifierRules.Problem(text), StringComparison.Ordinal);
        Assert.Contains(reason, UserId.TryCreate(text, out _), StringComparison.Ordinal);
        Assert.Contains(reason, ItemId.TryCreate(text, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void The_length_limit_counts_code_units()
    {
        Assert.Null(IdentifierRules.Problem(new string('x', 256)));
        Assert.Contains("had 257", IdentifierRules.Problem(new string('x', 257)), StringComparison.Ordinal);
        Assert.Null(IdentifierRules.Problem(string.Concat(Enumerable.Repeat("🛒", 128))));
        Assert.NotNull(IdentifierRules.Problem(string.Concat(Enumerable.Repeat("🛒", 128)) + "x"));
    }

    [Fact]
    public void Any_text_is_accepted_exactly_when_it_is_printable() => Gen.Char.Array[0, 6].Sample(chars =>
    {
        string text = new(chars);
        bool expected = !HasLoneSurrogate(text)
            && text.Length > 0
            && !chars.Any(char.IsControl)
            && !chars.All(char.IsWhiteSpace);
        Assert.Equal(expected, IdentifierRules.Problem(text) is null);
    }, iter: 5_000);

    [Fact]
    public void Surrogates_must_come_in_pairs()
    {
        Assert.Contains("lone surrogate", IdentifierRules.Problem("a\uD83D"), StringComparison.Ordinal);
        Assert.Contains("lone surrogate", IdentifierRules.Problem("\uDED2a"), StringComparison.Ordinal);
        Assert.Contains("character 2", IdentifierRules.Problem("🛒\uD83D🛒"), StringComparison.Ordinal);
    }

    private static bool HasLoneSurrogate(string text)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text);
            return false;
        }
        catch (EncoderFallbackException)
        {
            return true;
        }
    }
}
