using Personalization.Engine.Datasets;

namespace Personalization.Engine.Training.Search;

/// <summary>
/// Divides users into folds, by the order of their first case. All cases of a user are in one fold.
/// </summary>
internal sealed class UserFolds
{
    /// <summary>The number of folds.</summary>
    public const int Count = 4;

    private readonly Dictionary<int, int> _places = [];

    /// <summary>Creates the folds of the users with cases.</summary>
    public UserFolds(IEnumerable<EvaluationCase> cases)
    {
        foreach (EvaluationCase testCase in cases)
        {
            _ = _places.TryAdd(testCase.User, _places.Count);
        }
    }

    /// <summary>Gets the fold of a user, from 0.</summary>
    public int Of(int user) => _places[user] % Count;
}
