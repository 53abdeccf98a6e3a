using System.Globalization;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;

namespace Personalization.Engine.Training.Search;

/// <summary>Tries alternatives of a source's parameters, question by question; the best answer is kept when its gain is more than chance.</summary>
/// <typeparam name="T">The parameters.</typeparam>
internal sealed class HyperparameterTrials<T>
{
    private readonly string _source;
    private readonly int[] _users;
    private readonly Func<T, double[]> _judge;
    private readonly List<ManifestTrial> _tried = [];
    private readonly List<string> _changes = [];
    private T _best;
    private double[] _ndcgs;

    /// <summary>Begins.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="users">Whose the cases are.</param>
    /// <param name="judge">The NDCG with parameters, by case.</param>
    public HyperparameterTrials(string source, T start, int[] users, Func<T, double[]> judge)
    {
        (_source, _users, _judge, _best) = (source, users, judge, start);
        _ndcgs = judge(start);
        _tried.Add(new("as it begins", _ndcgs.Average()));
    }

    /// <summary>Tries answers to one question.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="isEven">Whether the answer there was is no safer than these: then the best is kept even when its gain may be chance.</param>
    public void Try(IEnumerable<(string Setting, T Parameters)> answers, bool isEven = false)
    {
        double[] start = _ndcgs;
        double most = 0;
        string? chosen = null;
        foreach ((string setting, T parameters) in answers)
        {
            double[] ndcgs = _judge(parameters);
            _tried.Add(new(setting, ndcgs.Average()));
            PairedGain gain = PairedGain.Of(_users, start, ndcgs);
            if (gain.Mean > most && (isEven || gain.IsReal))
            {
                (most, chosen, _best, _ndcgs) = (gain.Mean, setting, parameters, ndcgs);
            }
        }

        if (chosen is not null)
        {
            _changes.Add(chosen);
        }
    }

    /// <summary>Tries values for one question, each put in the place of the answer there was.</summary>
    public void Try(float[] values, Func<T, float, (FormattableString Setting, T Parameters)> with, bool isEven = false)
    {
        T start = _best;
        Try(values.Select(value => with(start, value)).Select(answer => (answer.Setting.ToString(CultureInfo.InvariantCulture), answer.Parameters)), isEven);
    }

    /// <summary>Ends, and writes down what was chosen.</summary>
    public T End(List<ManifestChoice> choices)
    {
        string chosen = _changes.Count == 0 ? "as it begins" : string.Join(", ", _changes);
        choices.Add(new(_source, chosen, _ndcgs.Average(), _tried));
        return _best;
    }
}
