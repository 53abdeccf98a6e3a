using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Filters;

namespace Personalization.Benchmarks.Serving.Filters;

/// <summary>
/// Measures the filter language: parsing, and the evaluation of all items one by one and by columns.
/// </summary>
internal sealed class FilterBenchmark : IBenchmark
{
    private readonly Option<int> _items =
        new("--items") { Description = "The number of items.", DefaultValueFactory = _ => 100_000 };
    private readonly Option<int> _terms =
        new("--terms") { Description = "The number of terms of the large filter.", DefaultValueFactory = _ => 350 };
    private readonly Option<int> _rounds = CommandOptions.Rounds(100);

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("filters", "Measures the parsing and the evaluation of filters.") { _items, _terms, _rounds };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int count = arguments.GetValue(_items);
        int terms = arguments.GetValue(_terms);
        int rounds = arguments.GetValue(_rounds);
        await output.WriteLineAsync($"Generating {count:N0} items...");
        CatalogItem[] items = Generate(count);
        long started = TimeProvider.System.GetTimestamp();
        FilterColumns columns = FilterColumns.Build(count, 1, number => items[number], Fields());
        double buildMs = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        MarkdownTable table = new("filter", "terms", "parse, us", "item by item, ms", "columns, ms", "items");
        (string Name, string Text, int Terms)[] filters =
        [
            ("category, price and brand", "category in 'd3' and price between 20 and 80 and brand != 'b7'", 3),
            ("ranges and equality", Mixed(terms), terms),
            ("ranges only", Ranges(terms), terms),
        ];
        foreach ((string name, string text, int size) in filters)
        {
            FilterExpression expression = ItemFilter.Parse(text, out _)!.Expression!;
            Func<CatalogItem?, bool> predicate = FilterPredicate.Compile(expression);
            int expected = items.Count(predicate);
            double parseUs = Best(rounds, () => ItemFilter.Parse(text, out _)) * 1000;
            double slowMs = Best(Math.Max(1, rounds / 20), () => _ = items.Count(predicate));
            double fastMs = Best(rounds, () => Allowed(columns, expression, count));
            table.Row(
                name,
                Text(size, "N0"),
                Text(parseUs, "N0"),
                Text(slowMs, "N2"),
                Text(fastMs, "N2"),
                Text(
                    Allowed(columns, expression, count) == expected
                        ? expected
                        : throw new InvalidOperationException($"The evaluations of '{name}' differ."),
                    "N0"));
        }

        return new Report("filters", "Filters", table.ToString())
        {
            Limits =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count:N0} items; 40 brands, 300 categories, {count:N0} prices, 1,000 stock numbers."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The best of {rounds:N0} rounds, one thread. Columns: the filter is compiled over the built "
                        + $"columns and asked for every item. Building the columns of 5 fields took {buildMs:N0} ms."),
                "A silo keeps the compiled filter until the columns are built again: later lists only ask bits.",
            ],
        };
    }

    private static FilterField[] Fields() =>
        [.. new[] { "category", "price", "brand", "stock", "addedAt" }.Select(
            name => new FilterField(FilterSource.Candidate, name))];

    private static int Allowed(FilterColumns columns, FilterExpression expression, int count)
    {
        CompiledFilter compiled = new(columns, expression);
        int allowed = 0;
        for (int number = 0; number < count; number++)
        {
            allowed += compiled.Allows(number, null) ? 1 : 0;
        }

        return allowed;
    }

    /// <summary>Half brands and categories, half ranges of price and stock; within 8,192 characters.</summary>
    private static string Mixed(int terms) => string.Join(" or ", Enumerable.Range(0, terms / 2).Select(
        term => term % 2 == 0
            ? FormattableString.Invariant($"brand='b{term % 40}' and price<{term}")
            : FormattableString.Invariant($"category in 'd{term % 30}' and stock>{1000 - term}")));

    private static string Ranges(int terms) => string.Join(" or ", Enumerable.Range(0, terms / 2).Select(
        term => string.Create(CultureInfo.InvariantCulture, $"price>{term * 50} and stock<{term % 100}")));

    private static CatalogItem[] Generate(int count)
    {
        Random chance = new(7);
        return
        [
            .. Enumerable.Range(0, count).Select(number => new CatalogItem
            {
                Id = ItemId.Create($"i{number}"),
                Price = chance.Next(count * 10) / 100m,
                Categories = [$"d{chance.Next(30)}/c{chance.Next(10)}"],
                AddedAt = DateTimeOffset.UnixEpoch.AddMinutes(number),
                Attributes = ImmutableDictionary<string, string>.Empty.Add("brand", $"b{chance.Next(40)}"),
                TypedAttributes =
                    ImmutableDictionary<string, AttributeValue>.Empty.Add("stock", (double)chance.Next(1000)),
            }),
        ];
    }

    private static double Best(int rounds, Action work)
    {
        double best = double.MaxValue;
        for (int round = 0; round < rounds; round++)
        {
            long started = TimeProvider.System.GetTimestamp();
            work();
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        return best;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
