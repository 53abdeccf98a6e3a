namespace Personalization.Engine.Datasets;

/// <summary>An explored item of a shown list, with its reward.</summary>
/// <param name="User">The number of the user.</param>
/// <param name="TimeMs">The time of the first event with the id of the list, Unix milliseconds. Earlier events of the
/// user were known to the ranker.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Position">The position on the list, from 0.</param>
/// <param name="Propensity">The probability of the draw, above 0, at most 1.</param>
/// <param name="Features">The features of the item in its context.</param>
/// <param name="IsRewarded">True if an event of positive weight on the item has the id of the list.</param>
internal sealed record LoggedAction(
    int User, long TimeMs, string Item, int Position, double Propensity, double[] Features, bool IsRewarded);
