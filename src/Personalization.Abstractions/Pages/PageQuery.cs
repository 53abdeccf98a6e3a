using System.Collections.Immutable;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Abstractions.Pages;

/// <summary>A validated query of <c>POST /v1/users/{id}/pages</c>. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.PageQuery")]
public sealed record PageQuery
{
    /// <summary>The most rows of a page.</summary>
    public const int MaxRows = 20;

    /// <summary>The rows, 1 to <see cref="MaxRows"/>, in the order in which they are filled.</summary>
    [Id(0)]
    public required ImmutableArray<RowQuery> Rows { get; init; }

    /// <summary>The placement of rows that name none.</summary>
    [Id(1)]
    public string Placement { get; init; } = RecommendationQuery.DefaultPlacement;

    /// <inheritdoc cref="RecommendationQuery.DeadlineMs"/>
    [Id(2)]
    public int DeadlineMs { get; init; } = 150;

    /// <inheritdoc cref="RecommendationQuery.MinVersion"/>
    [Id(3)]
    public long MinVersion { get; init; }

    /// <summary>Items that no row may have, for example those of the cart; at most 1,000.</summary>
    [Id(4)]
    public ImmutableArray<ItemId> Exclude { get; init; } = [];

    /// <inheritdoc cref="RecommendationQuery.SentAt"/>
    [Id(5)]
    public long SentAt { get; init; }

    /// <inheritdoc cref="RecommendationQuery.Sender"/>
    [Id(6)]
    public int Sender { get; init; }

    /// <inheritdoc cref="RecommendationQuery.Context"/>
    [Id(7)]
    public ListContext? Context { get; init; }
}

/// <summary>One row of a page. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.RowQuery")]
public sealed record RowQuery
{
    /// <summary>The most items of a row.</summary>
    public const int MaxCount = 100;

    /// <summary>The most items that a row may name as seeds, or list as editorial items.</summary>
    public const int MaxItems = 100;

    /// <summary>The client's name of the row, unique on the page.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The source of the items.</summary>
    [Id(1)]
    public required RowSource Source { get; init; }

    /// <summary>The title; null for the source's own title.</summary>
    [Id(2)]
    public string? Title { get; init; }

    /// <summary>The number of items, 1 to <see cref="MaxCount"/>.</summary>
    [Id(3)]
    public int Count { get; init; } = 10;

    /// <summary>The placement, which selects the policy; null for that of the page.</summary>
    [Id(4)]
    public string? Placement { get; init; }

    /// <summary>The filter for the items; null for all items.</summary>
    [Id(5)]
    public ItemFilter? Filter { get; init; }

    /// <summary>The category path of trending, newest and popular items; null for all.</summary>
    [Id(6)]
    public string? Category { get; init; }

    /// <summary>True takes the leading category of the user instead of <see cref="Category"/>.</summary>
    [Id(7)]
    public bool CategoryFromProfile { get; init; }

    /// <summary>The window of trending items, hours: 1, 24 or 168.</summary>
    [Id(8)]
    public int WindowHours { get; init; } = 24;

    /// <summary>The seeds of similar and boughtTogether, or the editorial items.</summary>
    [Id(9)]
    public ImmutableArray<ItemId> Items { get; init; } = [];

    /// <summary>Items that the row must not have.</summary>
    [Id(10)]
    public ImmutableArray<ItemId> Exclude { get; init; } = [];

    /// <summary>The limit of items with one value of an attribute; null for none.</summary>
    [Id(11)]
    public RowCap? Cap { get; init; }

    /// <summary>The row's cursor of the page before; null for the first items.</summary>
    [Id(12)]
    public ScrollCursor? Cursor { get; init; }
}

/// <summary>At most a number of items with one value of an attribute in each window of a row. Immutable.</summary>
/// <param name="Attribute">The attribute's name, or <c>category</c> for the leading category.</param>
/// <param name="Most">The most items, from 1.</param>
/// <param name="Window">The number of consecutive positions, from 1; at least the row's count limits the row.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RowCap")]
public sealed record RowCap(
    [property: Id(0)] string Attribute, [property: Id(1)] int Most, [property: Id(2)] int Window);
