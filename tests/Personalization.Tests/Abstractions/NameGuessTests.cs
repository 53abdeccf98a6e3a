using Personalization.Abstractions.Identity;

namespace Personalization.Tests.Abstractions;

public sealed class NameGuessTests
{
    private static readonly string[] Known = ["itemId", "userId", "eventId", "type", "value", "placement"];

    [Theory]
    [InlineData("itmeId", "itemId")]
    [InlineData("ItemID", "itemId")]
    [InlineData("item", null)]
    [InlineData("plcement", "placement")]
    [InlineData("typ", "type")]
    [InlineData("tpye", "type")]
    [InlineData("country", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    public void The_closest_name_is_suggested_if_it_is_close(string name, string? guess) =>
        Assert.Equal(guess, NameGuess.Closest(name, Known));

    [Fact]
    public void A_question_follows_a_sentence()
    {
        Assert.Equal(" Did you mean 'type'?", NameGuess.Ask("typ", Known));
        Assert.Equal(string.Empty, NameGuess.Ask("country", Known));
    }

    [Fact]
    public void A_long_name_gets_no_suggestion_and_is_shortened()
    {
        string name = new('x', 65);
        Assert.Null(NameGuess.Closest(name, [name]));
        Assert.Equal(67, NameGuess.Shorten(name).Length);
    }
}
