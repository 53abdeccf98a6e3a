using System.Text;

namespace Personalization.Benchmarks.Reports;

/// <summary>A Markdown table with aligned columns, readable on a console.</summary>
internal sealed class MarkdownTable(params string[] heads)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    public MarkdownTable Row(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        int[] widths =
        [.. heads.Select((head, column) => _rows.Select(row => row[column].Length).Append(head.Length).Max())];
        StringBuilder text = new();
        Write(text, heads, widths);
        Write(text, [.. widths.Select(width => new string('-', width))], widths);
        _rows.ForEach(row => Write(text, row, widths));
        return text.ToString();
    }

    private static void Write(StringBuilder text, string[] cells, int[] widths) =>
        _ = text.Append("| ")
            .AppendJoin(" | ", cells.Select((cell, column) => cell.PadRight(widths[column])))
            .Append(" |\n");
}
