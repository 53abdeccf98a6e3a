using Personalization.Client.Http;

namespace Personalization.Client.Items;

/// <summary>The results of a batch of items.</summary>
public sealed record ItemBatchResult
{
    /// <summary>A result for each item, in the order of the request.</summary>
    public IReadOnlyList<ItemResult> Results { get; init => field = value ?? []; } = [];

    /// <summary>The number of stored items.</summary>
    public int Accepted { get; init; }

    /// <summary>The number of rejected items.</summary>
    public int Rejected { get; init; }
}

/// <summary>The result of one item of a batch.</summary>
/// <param name="Index">The item's position in the request, from 0.</param>
/// <param name="Id">The item's id; null when it could not be read.</param>
/// <param name="Status"><c>accepted</c> or <c>rejected</c>.</param>
/// <param name="Errors">Every error of a rejected item; null for an accepted one.</param>
public sealed record ItemResult(int Index, string? Id, string Status, IReadOnlyList<RequestError>? Errors);
