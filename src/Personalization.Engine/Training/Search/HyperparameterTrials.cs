using System.Globalization;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;

namespace Personalization.Engine.Training.Search;

/// <summary>
/// Tries alternatives of a source's parameters, one parameter after the other. An alternative wins when it is
/// significantly better.
/// </summary>
/// <typeparam name="T">The parameters.</typeparam>
internal sealed class HyperparameterTrials<T>
{
    private const string StartSetting = "starting parameters";

    private readonly string _source;
    private readonly int[] _users;
    private readonly Func<T, double[]> _evaluate;
    private readonly List<ManifestTrial> _tried = [];
    private readonly List<string> _changes = [];
    private T _best;
    private double[] _ndcgs;

    /// <summary>Creates the trials, and evaluates the starting parameters.</summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="start">The starting parameters.</param>
    /// <param name="users">The user of each case.</param>
    /// <param name="evaluate">Computes the NDCG of every case with the parameters.</param>
    public HyperparameterTrials(string source, T start, int[] users, Func<T, double[]> evaluate)
    {
        _source = source;
        _users = users;
        _evaluate = evaluate;
        _best = start;
        _ndcgs = evaluate(start);
        _tried.Add(new(StartSetting, _ndcgs.Average()));
    }

    /// <summary>Tries alternatives of one parameter.</summary>
    /// <param name="alternatives">The alternatives.</param>
    /// <param name="isEven">
    /// True if the present value is no safer than the alternatives. The best then wins without being significantly
    /// better.
    /// </param>
    public void Try(IEnumerable<(string Setting, T Parameters)> alternatives, bool isEven = false)
    {
        double[] start = _ndcgs;
        double most = 0;
        string? chosen = null;
        foreach ((string setting, T parameters) in alternatives)
        {
            double[] ndcgs = _evaluate(parameters);
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

    /// <summary>Tries values of one parameter. Each replaces the present value.</summary>
    /// <param name="values">The values.</param>
    /// <param name="with">Gets the parameters with a value, and a label of the setting.</param>
    /// <param name="isEven">True if the present value is no safer than the others.</param>
    public void Try(float[] values, Func<T, float, (FormattableString Setting, T Parameters)> with, bool isEven = false)
    {
        T start = _best;
        Try(values.Select(value => with(start, value)).Select(alternative => (
            alternative.Setting.ToString(CultureInfo.InvariantCulture), alternative.Parameters)), isEven);
    }

    /// <summary>Gets the chosen parameters, and appends the evidence.</summary>
    public T End(List<ManifestChoice> choices)
    {
        string chosen = _changes.Count == 0 ? StartSetting : string.Join(", ", _changes);
        choices.Add(new(_source, chosen, _ndcgs.Average(), _tried));
        return _best;
    }
}
