using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Feeds;

namespace Personalization.Engine.Feeds;

/// <summary>
/// Judges a feed whole before any of it is in force: is it complete, is every element valid, and is what it would do to the
/// catalogue plausible? Pure.
/// </summary>
public static class FeedCheck
{
    /// <summary>Judges a feed.</summary>
    public static FeedVerdict Check(FeedContent content, FeedContext context)
    {
        List<ValidationError> problems = [];
        CheckTotal(content, context.Limits, problems);
        List<ItemPatch> items = ReadItems(content, context, problems);
        FeedPlan plan = context.Kind == FeedKind.Catalog ? CatalogFeed.Plan(items, context) : StockFeed.Plan(items, context);
        List<ValidationError> doubts = [];
        if (problems.Count == 0)
        {
            Plausibility.Check(plan, context, doubts);
        }

        return new FeedVerdict(problems, doubts, [.. plan.Changes.Select(change => change.After)], plan.Figures);
    }

    private static void CheckTotal(FeedContent content, FeedLimits limits, List<ValidationError> problems)
    {
        if (content.Total is { } total && total != content.Elements.Count)
        {
            problems.Add(new("$.total", "incomplete", $"the feed says it has {total} items, {content.Elements.Count} came."));
        }
        else if (content.Total is null && limits.RequireTotal)
        {
            problems.Add(new("$.total", "required", "the feed does not say how many items it has in all: half of it could not be told from the whole."));
        }
    }

    private static List<ItemPatch> ReadItems(FeedContent content, FeedContext context, List<ValidationError> problems)
    {
        List<ItemPatch> items = [];
        Dictionary<string, string> seen = new(StringComparer.Ordinal);
        foreach (FeedElement element in content.Elements)
        {
            problems.AddRange(element.Errors);
            if (element.Item is not { } raw)
            {
                continue;
            }

            List<ValidationError> found = [];
            ItemPatch? item = ItemValidator.Validate(raw, element.Path, found);
            HashSet<string> unread = element.Errors.Select(error => error.Path).ToHashSet(StringComparer.Ordinal);
            problems.AddRange(found.Where(error => !unread.Contains(error.Path)));
            if (item is null)
            {
                continue;
            }

            CheckOwner(item, element.Path, context, problems);
            if (seen.TryAdd(item.Id.Value, element.Path))
            {
                items.Add(item);
            }
            else
            {
                problems.Add(new($"{element.Path}.id", "duplicate", $"the item '{item.Id.Value}' is in the feed already, at {seen[item.Id.Value]}."));
            }
        }

        return items;
    }

    private static void CheckOwner(ItemPatch item, string path, FeedContext context, List<ValidationError> problems)
    {
        if (context.Kind == FeedKind.Catalog
            && context.Catalog.Find(item.Id.Value) is { Deleted: false, Source: { } owner } && context.Others.Contains(owner))
        {
            problems.Add(new($"{path}.id", "notOwned", $"the item '{item.Id.Value}' is brought by the feed '{owner}'."));
        }
    }
}
