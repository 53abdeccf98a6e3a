namespace Personalization.Engine.Datasets;

/// <summary>Limits the weight of one user's events on one item in a count over all users. Not thread-safe.</summary>
/// <remarks>Add the newest events first, so that the older ones are left out.</remarks>
/// <param name="itemCount">The number of items.</param>
/// <param name="most">The most weight of a user and item, above 0.</param>
internal sealed class UserItemBudget(int itemCount, double most)
{
    private readonly double[] _spent = new double[itemCount];
    private readonly int[] _owner = new int[itemCount];
    private int _user;

    /// <summary>Starts the events of the next user.</summary>
    public void StartUser() => _user++;

    /// <summary>Returns the part of an event's weight that still counts, with the sign of the weight.</summary>
    public double Take(int item, float weight)
    {
        if (_owner[item] != _user)
        {
            (_owner[item], _spent[item]) = (_user, 0);
        }

        double size = Math.Min(Math.Abs(weight), most - _spent[item]);
        _spent[item] += size;
        return weight < 0 ? -size : size;
    }
}
