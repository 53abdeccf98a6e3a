using Microsoft.CodeAnalysis;

namespace Personalization.Tests.Architecture;

public sealed class CodeFileTests
{
    [Fact]
    public void Every_file_of_the_repository_parses() =>
        Assert.Empty(CodeFile.All.SelectMany(file => file.Tree.GetDiagnostics()
            .Where(found => found.Severity == DiagnosticSeverity.Error)
            .Select(found => $"{file.Name}: {found}")));

    [Theory]
    [InlineData("// {")]
    [InlineData("/* {\n */")]
    [InlineData("f(\"{\\\"\", 1);")]
    [InlineData("f(@\"\"\"{\\\", 1);")]
    [InlineData("f('{', '\\'', 1);")]
    [InlineData("f($\"{g(\"}\")}{{\", 1);")]
    [InlineData("f(\"\", 1);")]
    [InlineData("#if {\n#endif")]
    [InlineData("x = \"\"\"\n  { \"quoted\" \n  \"\"\"; y();")]
    [InlineData("x = $$\"\"\"{ {{a}} }\"\"\"; y();")]
    public void Braces_in_comments_strings_and_directives_do_not_count(string body)
    {
        CodeFile file = CodeFile.Of(
            $"namespace A;\nsealed class C\n{{\nvoid F()\n{{\n{body}\n}}\nvoid G() {{ }}\n}}\n");

        Assert.Equal([("F", 4, 4 + body.Count(c => c == '\n')), ("G", 8 + body.Count(c => c == '\n'), 1)],
            file.Functions.Select(function => (function.Name, function.Line, function.Lines)));
    }

    [Fact]
    public void Lines_are_counted_with_and_without_a_last_line_feed() =>
        Assert.Equal([2, 2], [CodeFile.Of("a\nb\n").Lines, CodeFile.Of("a\nb").Lines]);
}
