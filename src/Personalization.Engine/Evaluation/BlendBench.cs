using Personalization.Engine.Candidates;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Evaluation;

/// <summary>Tells fast what any weights reach: each case's candidates are collected once and only added up anew.</summary>
internal sealed class BlendBench
{
    private readonly List<(int Item, float[] Shares)[]> _lists = [];
    private readonly int[] _targets;
    private readonly int[] _users;
    private readonly int _listLength;
    private readonly int _sources;

    /// <summary>Collects the candidates of every case.</summary>
    public BlendBench(ModelParts parts, IReadOnlyList<EvaluationCase> cases, int listLength, CancellationToken cancellationToken)
    {
        _listLength = listLength;
        _sources = parts.Sources.Count;
        _targets = [.. cases.Select(question => question.Target)];
        _users = [.. cases.Select(question => question.User)];
        Workspace work = parts.NewWorkspace();
        SeenGate gate = new(parts.ItemCount);
        Candidate[] list = new Candidate[Math.Max(Blender.MinDepth, listLength)];
        foreach (EvaluationCase question in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            work.Prints.Fold(question.Signal.Events.Span, parts.SessionGapMs);
            _lists.Add(Collect(parts, work, gate.Of(question.Signal), list));
        }
    }

    /// <summary>The NDCG of every case with these weights.</summary>
    public double[] Ndcgs(ReadOnlySpan<float> weights)
    {
        double[] ndcgs = new double[_targets.Length];
        for (int i = 0; i < ndcgs.Length; i++)
        {
            int rank = Rank(_lists[i], _targets[i], weights);
            ndcgs[i] = rank > 0 && rank <= _listLength ? 1 / Math.Log2(rank + 1) : 0;
        }

        return ndcgs;
    }

    /// <summary>The mean gain of one blend over another, and its standard error with the cases of one user taken together.</summary>
    public (double Mean, double Error) Gain(double[] from, double[] to)
    {
        Dictionary<int, double> users = [];
        double sum = 0;
        for (int i = 0; i < from.Length; i++)
        {
            users[_users[i]] = users.GetValueOrDefault(_users[i]) + to[i] - from[i];
            sum += to[i] - from[i];
        }

        double mean = sum / Math.Max(1, from.Length);
        double share = sum / Math.Max(1, users.Count);
        double squares = 0;
        foreach (int user in users.Keys.Order())
        {
            squares += (users[user] - share) * (users[user] - share);
        }

        return (mean, Math.Sqrt(squares) / Math.Max(1, from.Length));
    }

    private (int Item, float[] Shares)[] Collect(ModelParts parts, Workspace work, ItemGate gate, Candidate[] list)
    {
        SortedDictionary<int, float[]> union = [];
        for (int source = 0; source < _sources; source++)
        {
            int count = parts.Sources[source].Collect(work, gate, list);
            for (int i = 0; i < count; i++)
            {
                if (!union.TryGetValue(list[i].Item, out float[]? shares))
                {
                    union.Add(list[i].Item, shares = new float[_sources]);
                }

                shares[source] = list[i].Score / list[0].Score;
            }
        }

        return [.. union.Select(pair => (pair.Key, pair.Value))];
    }

    private static int Rank((int Item, float[] Shares)[] list, int target, ReadOnlySpan<float> weights)
    {
        int at = Array.FindIndex(list, entry => entry.Item == target);
        float own = at < 0 ? 0 : Score(list[at].Shares, weights);
        if (own <= 0)
        {
            return 0;
        }

        int rank = 1;
        for (int i = 0; i < list.Length; i++)
        {
            float score = Score(list[i].Shares, weights);
            rank += score > own || (score == own && i < at) ? 1 : 0;
        }

        return rank;
    }

    private static float Score(float[] shares, ReadOnlySpan<float> weights)
    {
        float sum = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            sum += weights[i] * shares[i];
        }

        return sum;
    }
}
