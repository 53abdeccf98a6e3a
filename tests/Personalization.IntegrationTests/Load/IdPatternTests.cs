using Personalization.Benchmarks.Load;

namespace Personalization.IntegrationTests.Load;

public sealed class IdPatternTests
{
    [Theory]
    [InlineData("u#", 7, "u7")]
    [InlineData("p-####", 7, "p-0007")]
    [InlineData("p-####", 123_456, "p-123456")]
    [InlineData("#", 0, "0")]
    [InlineData("a#.z", 12, "a12.z")]
    public void Ids_follow_the_pattern(string pattern, long number, string id) =>
        Assert.Equal(id, new IdPattern(pattern).Of(number));

    [Theory]
    [InlineData("u")]
    [InlineData("")]
    [InlineData("#-#")]
    [InlineData("u/#")]
    [InlineData("\"#")]
    [InlineData("ü#")]
    public void Characters_that_json_or_a_path_must_escape_are_refused(string pattern) =>
        Assert.Contains(
            $"'{pattern}'",
            Assert.Throws<FormatException>(() => new IdPattern(pattern)).Message,
            StringComparison.Ordinal);
}
