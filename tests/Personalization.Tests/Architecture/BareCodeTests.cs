using Personalization.Testing;

namespace Personalization.Tests.Architecture;

public sealed class BareCodeTests
{
    [Theory]
    [InlineData("a // { b\nc", "a       \nc")]
    [InlineData("a /* {\n */ b", "a     \n    b")]
    [InlineData("f(\"{\\\"\", 1)", "f(     , 1)")]
    [InlineData("f(@\"\"\"{\\\", 1)", "f(       , 1)")]
    [InlineData("f('{', '\\'', 1)", "f(   ,     , 1)")]
    [InlineData("f($\"{g(\"}\")}{{\", 1)", "f(             , 1)")]
    [InlineData("f(\"\", 1)", "f(  , 1)")]
    [InlineData("#if {\na", "     \na")]
    [InlineData("x = \"\"\"\n  { \"quoted\" \n  \"\"\"; y", "x =    \n             \n     ; y")]
    [InlineData("x = $$\"\"\"{ {{a}} }\"\"\"; y", "x =                  ; y")]
    public void Comments_strings_and_directives_are_blanked(string text, string bare) => Assert.Equal(bare, BareCode.Of(text));

    [Fact]
    public void Braces_balance_in_every_file_of_the_repository() =>
        Assert.All(Repository.AllFiles(), file =>
        {
            string bare = BareCode.Of(File.ReadAllText(file));
            Assert.True(bare.Count(c => c == '{') == bare.Count(c => c == '}'), Repository.Name(file));
        });
}
