namespace Personalization.Engine.Datasets;

/// <summary>An item that was drawn for a marked slot of a list that was shown, and what came of it.</summary>
/// <param name="User">The user's number.</param>
/// <param name="TimeMs">When the first event happened that named the list, Unix milliseconds: what the user did before then was known.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Position">The slot, from 0.</param>
/// <param name="Propensity">The probability with which it was drawn.</param>
/// <param name="Features">What was known of it in its context.</param>
/// <param name="IsRewarded">Whether an event of positive weight on the item named the list.</param>
internal sealed record LoggedAction(int User, long TimeMs, string Item, int Position, double Propensity, double[] Features, bool IsRewarded);
