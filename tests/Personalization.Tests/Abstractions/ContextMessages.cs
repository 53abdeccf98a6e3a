using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Tests.Abstractions;

/// <summary>Filled examples of the messages with a context.</summary>
internal static class ContextMessages
{
    private static readonly ListContext Context = new()
    {
        Device = "phone",
        Country = "DE",
        Hour = 20,
        Page = "product",
        Referrer = "newsletter",
        Cart = [ItemId.Create("p-1"), ItemId.Create("p-2")],
    };

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["contextQuery"] = new RecommendationQuery { Context = Context },
        ["contextRank"] = new RankQuery { Candidates = [ItemId.Create("p-1")], Context = Context },
        ["contextPage"] = new PageQuery
        {
            Rows = [new RowQuery { Id = "r", Source = RowSource.Recommended }],
            Context = Context,
        },
    };
}
