using System.Text.RegularExpressions;

namespace Personalization.Tests.Architecture;

/// <summary>Finds the functions of a file by counting braces. Local functions and lambdas are lines of the function around them.</summary>
internal sealed partial class FunctionScanner
{
    private readonly string _code;
    private readonly List<FunctionSpan> _found = [];

    private FunctionScanner(string bare) => _code = bare;

    /// <summary>The functions of a file, in order. A file of top-level statements is one function.</summary>
    public static IReadOnlyList<FunctionSpan> In(string text)
    {
        string bare = BareCode.Of(text);
        FunctionScanner scanner = new(bare);
        Match space = FileNamespace().Match(bare);
        if (space.Success)
        {
            scanner.ReadMembers(space.Index + space.Length);
        }
        else
        {
            scanner.Add("top-level statements", scanner.SkipSpace(0), bare.TrimEnd().Length);
        }

        return scanner._found;
    }

    /// <summary>Reads members until the brace that closes their type, or the end of the file.</summary>
    private int ReadMembers(int i)
    {
        for (i = SkipSpace(i); i < _code.Length && _code[i] != '}'; i = SkipSpace(i))
        {
            i = ReadMember(i);
        }

        return i + 1;
    }

    private int ReadMember(int start)
    {
        int end = EndOfHeader(start);
        if (end >= _code.Length || _code[end] == ';')
        {
            return end + 1;
        }

        string header = _code[start..end];
        if (TypeDeclaration.Begins(AttributesGone(header)))
        {
            return Regex.IsMatch(header, @"\benum\s") ? Close(end) : ReadMembers(end + 1);
        }

        if (_code[end] == '=' && _code[end + 1] != '>')
        {
            return EndOfStatement(end);
        }

        int after = _code[end] == '{' ? Close(end) : EndOfStatement(end);
        Add(NameIn(header), start, after);
        int next = SkipSpace(after);
        return _code[end] == '{' && next < _code.Length && _code[next] == '=' ? EndOfStatement(next) : after;
    }

    /// <summary>Where a member's header ends: at its <c>;</c>, its <c>{</c>, its <c>=></c> or its <c>=</c>.</summary>
    private int EndOfHeader(int i)
    {
        int start = i;
        for (int depth = 0; i < _code.Length; i++)
        {
            depth += Depth(_code[i]);
            bool operatorSign = _code[i] == '=' && Regex.IsMatch(_code[start..i], @"\boperator\s*[=!<>]*$");
            if (depth == 0 && _code[i] is ';' or '{' or '=' && !operatorSign)
            {
                return i;
            }
        }

        return i;

        static int Depth(char c) => c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
    }

    private int EndOfStatement(int i)
    {
        for (int depth = 0; i < _code.Length; i++)
        {
            depth += _code[i] is '(' or '[' or '{' ? 1 : _code[i] is ')' or ']' or '}' ? -1 : 0;
            if (depth == 0 && _code[i] == ';')
            {
                return i + 1;
            }
        }

        return i;
    }

    private int Close(int open)
    {
        int i = open;
        for (int depth = 0; i < _code.Length; i++)
        {
            depth += _code[i] == '{' ? 1 : _code[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return i;
    }

    private int SkipSpace(int i)
    {
        while (i < _code.Length && char.IsWhiteSpace(_code[i]))
        {
            i++;
        }

        return i;
    }

    private void Add(string name, int start, int end) =>
        _found.Add(new(name, _code.AsSpan(0, start).Count('\n') + 1, _code.AsSpan(start, Math.Max(0, end - start)).Count('\n') + 1));

    private static string AttributesGone(string header) => Attributes().Replace(header, string.Empty);

    private static string NameIn(string header)
    {
        Match function = FunctionName().Match(AttributesGone(header));
        return function.Success ? function.Groups[1].Value : Regex.Match(header, @"(\w+)\s*$").Value.Trim();
    }

    [GeneratedRegex(@"^\s*namespace\s+[\w.]+\s*;", RegexOptions.Multiline)]
    private static partial Regex FileNamespace();

    [GeneratedRegex(@"^\s*(?:\[[^\]]*\]\s*)+")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"([\w]+|operator\s*\S+?)\s*(?:<[^()]*>)?\s*\(")]
    private static partial Regex FunctionName();
}
