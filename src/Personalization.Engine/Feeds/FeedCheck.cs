using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Feeds;

namespace Personalization.Engine.Feeds;

/// <summary>
/// Checks a whole feed before any of it is applied: is it complete, is every element valid, and are its changes to the
/// catalog plausible? Pure.
/// </summary>
public static class FeedCheck
{
    /// <summary>Checks a feed.</summary>
    public static FeedVerdict Check(FeedContent content, FeedContext context)
    {
        List<ValidationError> problems = [];
        CheckTotal(content, context.Limits, problems);
        List<ItemPatch> items = ReadItems(content, context, problems);
        FeedPlan plan = context.Kind == FeedKind.Catalog
            ? CatalogFeed.Plan(items, context)
            : StockFeed.Plan(items, context);
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
            problems.Add(new(
                "$.total",
                "incomplete",
                $"must equal the number of items: the total is {total} but {content.Elements.Count} items came."));
        }
        else if (content.Total is null && limits.RequireTotal)
        {
            problems.Add(new("$.total", "required", "is required: without it a truncated feed cannot be detected."));
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
                problems.Add(new($"{element.Path}.id", "duplicate", $"must be unique, but the item '{item.Id.Value}' "
                    + $"is already in the feed at {seen[item.Id.Value]}."));
            }
        }

        return items;
    }

    private static void CheckOwner(ItemPatch item, string path, FeedContext context, List<ValidationError> problems)
    {
        if (context.Kind == FeedKind.Catalog
            && context.Catalog.Find(item.Id.Value) is { Deleted: false, Source: { } owner }
            && context.Others.Contains(owner))
        {
            problems.Add(new(
                $"{path}.id",
                "notOwned",
                $"must not be an item of another feed, but '{item.Id.Value}' belongs to the feed '{owner}'."));
        }
    }
}
