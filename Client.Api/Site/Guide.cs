using System.Collections.Immutable;
using System.Text;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Personalization.Client.Api.Site;

/// <summary>A guide as HTML. Text of the guide is never read as HTML. Immutable.</summary>
/// <param name="Name">The name in the address, for example <c>events</c>.</param>
/// <param name="Title">The first heading.</param>
/// <param name="Html">The content.</param>
/// <param name="Headings">The headings of the second level: their anchors and texts.</param>
/// <param name="Sections">The sections for the search.</param>
internal sealed record Guide(
    string Name,
    string Title,
    string Html,
    ImmutableArray<(string Anchor, string Text)> Headings,
    ImmutableArray<GuideSection> Sections)
{
    private const string Ending = ".md";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    /// <summary>Reads a guide.</summary>
    /// <param name="name">The name of its file without ending.</param>
    /// <param name="markdown">The text.</param>
    public static Guide Read(string name, string markdown)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>().ToArray())
        {
            Redirect(link);
        }

        HeadingBlock[] headings = [.. document.Descendants<HeadingBlock>()];
        string title = headings is [var first, ..] ? TextOf(first.Inline) : name;
        return new Guide(
            name,
            title,
            document.ToHtml(Pipeline),
            [.. headings.Where(heading => heading.Level == 2).Select(
                heading => (heading.GetAttributes().Id ?? string.Empty, TextOf(heading.Inline)))],
            [.. SectionsOf(document, name, title)]);
    }

    /// <summary>
    /// Leads links between guides to their pages. A link to another file of the repository becomes text.
    /// </summary>
    private static void Redirect(LinkInline link)
    {
        string url = link.Url ?? string.Empty;
        string[] parts = url.Split('#', 2);
        if (url.StartsWith('#') || url.Contains("://", StringComparison.Ordinal) || url.StartsWith('/'))
        {
            return;
        }

        if (link.IsImage)
        {
            link.Url = $"/docs/{url}";
        }
        else if (parts[0].EndsWith(Ending, StringComparison.Ordinal)
            && !parts[0].Contains('/', StringComparison.Ordinal))
        {
            link.Url = $"/docs/{parts[0][..^Ending.Length]}{(parts.Length > 1 ? $"#{parts[1]}" : string.Empty)}";
        }
        else
        {
            while (link.FirstChild is { } child)
            {
                child.Remove();
                link.InsertBefore(child);
            }

            link.Remove();
        }
    }

    private static IEnumerable<GuideSection> SectionsOf(MarkdownDocument document, string name, string title)
    {
        string heading = title, anchor = string.Empty;
        StringBuilder text = new();
        foreach (Block block in document)
        {
            if (block is HeadingBlock next)
            {
                if (text.Length > 0)
                {
                    yield return new GuideSection(title, heading, $"/docs/{name}{anchor}", text.ToString());
                }

                heading = TextOf(next.Inline);
                anchor = next.Level == 1 ? string.Empty : $"#{next.GetAttributes().Id}";
                _ = text.Clear();
                continue;
            }

            Append(block, text);
        }

        yield return new GuideSection(title, heading, $"/docs/{name}{anchor}", text.ToString());
    }

    private static void Append(Block block, StringBuilder text)
    {
        foreach (LeafBlock leaf in block is LeafBlock self ? [self] : block.Descendants<LeafBlock>())
        {
            _ = text.Append(leaf.Inline is null ? leaf.Lines.ToString() : TextOf(leaf.Inline)).Append(' ');
        }
    }

    private static string TextOf(ContainerInline? inline) => inline is null
        ? string.Empty
        : string.Concat(inline.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            LineBreakInline => " ",
            _ => string.Empty,
        }));
}
