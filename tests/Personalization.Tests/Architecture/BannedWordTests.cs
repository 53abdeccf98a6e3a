using System.Text.RegularExpressions;

namespace Personalization.Tests.Architecture;

/// <summary>Every text that a person reads is plain English.</summary>
public sealed partial class BannedWordTests
{
    private const int MostNamed = 30;

    private static readonly Lazy<ILookup<string, string>> Found = new(() => Find(Prose.All()));

    public static TheoryData<string> Words => [.. BannedWord.All.Select(banned => banned.Word)];

    [Theory]
    [MemberData(nameof(Words))]
    public void No_text_uses_a_banned_word(string word)
    {
        string[] places = [.. Found.Value[word].Order(StringComparer.Ordinal)];

        Assert.True(
            places.Length == 0,
            $"\"{word}\" is used {places.Length} times:\n" + string.Join('\n', places.Take(MostNamed)));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void A_banned_word_is_found_in_comments_literals_names_and_texts(string word)
    {
        BannedWord banned = BannedWord.All.Single(banned => banned.Word == word);
        string name = PascalCase(banned.Planted);

        Assert.Equal(1, Count(word, $"// {banned.Planted}\nclass C;"));
        Assert.Equal(1, Count(
            word,
            $"/// <summary>{banned.Planted.Replace(" ", "\n/// ", StringComparison.Ordinal)}</summary>\nclass C;"));
        Assert.Equal(1, Count(word, $"class C {{ string s = \"{banned.Planted}\"; }}"));
        Assert.Equal(1, Count(word, $"class C {{ string s = $\"{{1}} {banned.Planted}\"; }}"));
        Assert.Equal(1, Count(word, $"class C {{ void {name}() {{ }} }}"));
        Assert.Equal(1, Count(word, $"class C {{ void {banned.Planted.Replace(' ', '_').TrimEnd('.')}() {{ }} }}"));
        _ = Assert.Single(Find([("x.md", banned.Planted)])[word]);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void An_innocent_sentence_is_not_found(string word)
    {
        BannedWord banned = BannedWord.All.Single(banned => banned.Word == word);

        Assert.Equal(0, Count(word, $"// {banned.Innocent}\nclass C;"));
        Assert.Equal(0, Count(word, $"class C {{ void {PascalCase(banned.Innocent)}() {{ }} }}"));
    }

    [Fact]
    public void No_summary_starts_with_a_relative_clause()
    {
        string[] found = [.. CodeFile.All.SelectMany(SummariesWithoutSubject)];

        Assert.True(found.Length == 0, $"{found.Length}:\n" + string.Join('\n', found.Take(MostNamed)));
    }

    [Theory]
    [InlineData("/// <summary>What it does.</summary>", 1)]
    [InlineData("/// <summary>\n/// Who calls.\n/// </summary>", 1)]
    [InlineData("/// <summary>Whole numbers.</summary>", 0)]
    [InlineData("/// <summary>Calls it.</summary>\n/// <remarks>What it does.</remarks>", 0)]
    public void Such_a_summary_is_found(string comment, int found) =>
        Assert.Equal(found, SummariesWithoutSubject(CodeFile.Of($"{comment}\nclass C;")).Count());

    [Theory]
    [InlineData("Turned_over_items", "turned over items")]
    [InlineData("HTTPServerName2Go", "http server name2 go")]
    [InlineData("_leftAt", "left at")]
    public void Names_are_split_into_words(string name, string words) => Assert.Equal(words, Prose.WordsOf(name));

    [Fact]
    public void Texts_of_every_kind_are_read()
    {
        string[] files = [.. Prose.All().Select(passage => passage.Place.Split(':')[0]).Distinct()];

        Assert.Contains("README.md", files);
        Assert.Contains("tests/run.sh", files);
        Assert.Contains("deploy/prometheus/rules/alerts.yml", files);
        Assert.Contains(files, file => file.StartsWith("deploy/grafana/", StringComparison.Ordinal)
            && file.EndsWith(".json", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => file.Contains("/bin/", StringComparison.Ordinal)
            || file.Contains("/obj/", StringComparison.Ordinal));
    }

    /// <summary>How often each word is used.</summary>
    internal static IEnumerable<(string Word, int Count)> Counts() =>
        BannedWord.All.Select(banned => (banned.Word, Found.Value[banned.Word].Count()));

    internal static IEnumerable<string> SummariesWithoutSubject(CodeFile file) =>
        Prose.Comments(file).SelectMany(comment => SummaryStart().Matches(comment.Text)
            .Select(match => $"{file.Name}:{file.LineOf(comment.At)}: {match.Value}"));

    private static ILookup<string, string> Find(IEnumerable<(string Place, string Text)> passages) =>
        passages.SelectMany(passage => BannedWord.All.SelectMany(banned => banned.Pattern.Matches(passage.Text)
                .Select(match => (banned.Word, Use: $"{passage.Place}: {Around(passage.Text, match)}"))))
            .ToLookup(use => use.Word, use => use.Use);

    private static string Around(string text, Match match) =>
        text[Math.Max(0, match.Index - 30)..Math.Min(text.Length, match.Index + match.Length + 20)];

    private static int Count(string word, string code) => Find(Prose.Of(CodeFile.Of(code)))[word].Count();

    private static string PascalCase(string sentence) =>
        string.Concat(sentence.TrimEnd('.').Split(' ').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    [GeneratedRegex(@"<summary>\s*(?:What|Who|So\ many)\b[^.<]{0,60}")]
    private static partial Regex SummaryStart();
}
