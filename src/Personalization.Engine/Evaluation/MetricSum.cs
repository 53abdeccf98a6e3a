using Personalization.Abstractions.Models;

namespace Personalization.Engine.Evaluation;

/// <summary>Sums ranking metrics over cases.</summary>
internal sealed class MetricSum(int itemCount)
{
    private readonly HashSet<int> _shown = [];
    private int _cases;
    private double _hits;
    private double _ndcg;
    private double _mrr;

    /// <summary>Counts an item as shown to a user, for the coverage.</summary>
    public void Show(int item) => _shown.Add(item);

    /// <summary>Adds a case.</summary>
    /// <param name="rank">The rank of the target, from 1; 0 when it is not on the list.</param>
    public void Add(int rank)
    {
        _cases++;
        if (rank > 0)
        {
            _hits++;
            _ndcg += 1 / Math.Log2(rank + 1);
            _mrr += 1.0 / rank;
        }
    }

    /// <summary>Gets the means; all 0 without cases.</summary>
    public OfflineMetrics Result() => _cases == 0
        ? default
        : new(_hits / _cases, _ndcg / _cases, _mrr / _cases, itemCount == 0 ? 0 : (double)_shown.Count / itemCount);
}
