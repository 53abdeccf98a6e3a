using System.Numerics.Tensors;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>Items near to the user's taste: matrix factorisation with the user folded in from the events at hand, then an exact scan of all items.</summary>
internal sealed class FactorSource : ICandidateSource
{
    /// <summary>How many of the user's newest items are weighed as evidence.</summary>
    public const int MaxEvidence = 48;

    /// <summary>From so many items on the scan goes over bytes first.</summary>
    private const int LargeCatalogue = 16_384;

    private readonly float[] _factors;
    private readonly float[][] _added;
    private readonly QuantisedFactors? _quantised;
    private readonly float[] _spectrum;

    /// <summary>Makes the source.</summary>
    /// <param name="factors">The items' vectors, one after the other, in the basis in which their Gram matrix is a diagonal.</param>
    /// <param name="parameters">The parameters they were trained with.</param>
    /// <param name="met">The same without items nobody has met: not having chosen one of those says nothing. Empty when there are none.</param>
    public FactorSource(float[] factors, FactorParameters parameters, ReadOnlySpan<float> met = default)
    {
        _factors = factors;
        Parameters = parameters;
        _spectrum = FactorSolver.Spectrum(met.IsEmpty ? factors : met, parameters);
        _quantised = factors.Length / parameters.Factors >= LargeCatalogue ? new QuantisedFactors(factors, parameters.Factors) : null;
        _added = [];
    }

    private FactorSource(FactorSource trained, float[][] added) =>
        (_factors, _added, _quantised, _spectrum, Parameters) = (trained._factors, added, trained._quantised, trained._spectrum, trained.Parameters);

    /// <inheritdoc/>
    public string Name => "factors";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.SimilarTaste;

    /// <summary>The parameters.</summary>
    public FactorParameters Parameters { get; }

    /// <summary>The trained items' vectors, one after the other.</summary>
    public ReadOnlySpan<float> Factors => _factors;

    /// <summary>The vectors of items that came after the training, in the order of their numbers, which follow the trained ones'.</summary>
    public float[][] Added => _added;

    private FactorRows Rows => new(_factors, Parameters.Factors, _added);

    /// <summary>The same source with these items besides the trained ones.</summary>
    public FactorSource With(float[][] added) => new(this, added);

    /// <summary>An item's vector.</summary>
    public ReadOnlySpan<float> VectorOf(int item) => Rows[item];

    /// <inheritdoc/>
    public int Collect(Workspace work, CandidateFilter gate, Span<Candidate> into)
    {
        if (!FoldIn(work))
        {
            return 0;
        }

        TopCandidates top = new(into);
        if (_quantised is null)
        {
            Scan(work.Factors.Row, gate, ref top);
        }
        else
        {
            _ = _quantised.Offer(work.Factors.Row, gate, ref top);
        }

        for (int i = 0, item = _factors.Length / Parameters.Factors; i < _added.Length; i++, item++)
        {
            Offer(item, FactorKernels.Dot(work.Factors.Row, _added[i]), gate, ref top);
        }

        int count = top.Sort();
        Explain(work, into[..count]);
        return count;
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        if (ScoreOnly(work, items, into))
        {
            Explain(work, into[..items.Length]);
        }
    }

    /// <summary>The same without the evidence.</summary>
    /// <returns>Whether the user chose anything; otherwise all scores are 0.</returns>
    public bool ScoreOnly(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        bool known = FoldIn(work);
        FactorRows rows = Rows;
        for (int i = 0; i < items.Length; i++)
        {
            float score = known ? FactorKernels.Dot(work.Factors.Row, rows[items[i]]) : 0;
            into[i] = new(items[i], MathF.Max(0, score), -1);
        }

        return known;
    }

    /// <summary>Computes the user's vector from the footprints, into the workspace.</summary>
    /// <returns>Whether the user chose anything; without that there is no vector.</returns>
    public bool FoldIn(Workspace work)
    {
        FactorScratch scratch = work.Factors;
        bool chose = false;
        int count = 0;
        foreach (ref readonly Interaction print in work.Interactions.Span)
        {
            scratch.Columns[count] = print.Item;
            scratch.Confidences[count++] = Parameters.ConfidenceOf(print);
            chose |= print.Weight > 0;
        }

        if (chose)
        {
            FactorSolver.Solve(Rows, _spectrum, Parameters, scratch.Columns.AsSpan(0, count), scratch.Confidences.AsSpan(0, count), scratch);
        }

        return chose;
    }

    private void Scan(ReadOnlySpan<float> user, CandidateFilter gate, ref TopCandidates top)
    {
        int size = user.Length;
        for (int item = 0, at = 0; at < _factors.Length; item++, at += size)
        {
            Offer(item, FactorKernels.Dot(user, _factors.AsSpan(at, size)), gate, ref top);
        }
    }

    /// <summary>Offers an item of a positive score that is good enough to be listed, and asks the gate only then.</summary>
    public static void Offer(int item, float score, CandidateFilter gate, ref TopCandidates top)
    {
        if (score > 0 && score >= top.Threshold && gate.Allows(item))
        {
            top.Offer(new(item, score, -1));
        }
    }

    /// <summary>
    /// Names for every candidate the user's item without which its score would fall furthest. With A the row's equations and
    /// v = A^-1 y, leaving out an item of confidence c moves the user's vector by -v c (1 - y.x) / (1 - c y.v) (Sherman and Morrison).
    /// </summary>
    /// <param name="work">As <see cref="FoldIn"/> left it.</param>
    /// <param name="candidates">The candidates; their evidence is filled in.</param>
    public void Explain(Workspace work, Span<Candidate> candidates)
    {
        FactorScratch scratch = work.Factors;
        Span<int> places = stackalloc int[MaxEvidence];
        places = places[..Evidence(work.Interactions.Span, places)];
        FactorRows rows = Rows;
        int width = FactorSolver.Influences(rows, places, scratch);
        ReadOnlySpan<float> influence = scratch.Influence.AsSpan(0, width * Parameters.Factors);
        Weigh(rows, places, width, scratch);
        Span<float> losses = stackalloc float[MaxEvidence];
        losses = losses[..width];
        for (int i = 0; i < candidates.Length; i++)
        {
            FactorKernels.Combine(rows[candidates[i].Item], influence, losses);
            float most = 0;
            for (int j = 0; j < places.Length; j++)
            {
                if (losses[j] > most)
                {
                    most = losses[j];
                    candidates[i] = candidates[i] with { Evidence = scratch.Columns[places[j]] };
                }
            }
        }
    }

    /// <summary>The newest of what the user chose.</summary>
    private static int Evidence(ReadOnlySpan<Interaction> prints, Span<int> places)
    {
        int count = 0;
        for (int at = 0; at < prints.Length && count < places.Length; at++)
        {
            if (prints[at].Weight > 0)
            {
                places[count++] = at;
            }
        }

        return count;
    }

    /// <summary>Multiplies each influence vector by how far the user's vector moves along it when the item is left out.</summary>
    private static void Weigh(FactorRows rows, ReadOnlySpan<int> places, int width, FactorScratch scratch)
    {
        Span<float> moves = stackalloc float[MaxEvidence];
        moves.Clear();
        for (int j = 0; j < places.Length; j++)
        {
            float confidence = scratch.Confidences[places[j]];
            ReadOnlySpan<float> y = rows[scratch.Columns[places[j]]];
            moves[j] = confidence * (1 - FactorKernels.Dot(y, scratch.Row)) / MathF.Max(1e-6f, scratch.Slack[j]);
        }

        for (int k = 0; k < scratch.Row.Length; k++)
        {
            Span<float> row = scratch.Influence.AsSpan(k * width, width);
            TensorPrimitives.Multiply(row, moves[..width], row);
        }
    }
}
