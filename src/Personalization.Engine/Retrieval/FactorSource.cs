using System.Numerics.Tensors;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Proposes items by matrix factorization: folds the user in from the user's recent events, then scans all items
/// exactly.
/// </summary>
internal sealed class FactorSource : ICandidateSource
{
    /// <summary>The number of the user's newest items that are considered as evidence.</summary>
    public const int MaxEvidence = 48;

    /// <summary>From this number of items, the scan uses quantized vectors.</summary>
    private const int LargeCatalogue = 16_384;

    private readonly float[] _factors;
    private readonly float[][] _added;
    private readonly QuantisedFactors? _quantised;
    private readonly float[] _spectrum;

    /// <summary>Creates the source.</summary>
    /// <param name="factors">The item vectors, row-major, items x factors, in a basis in which their Gram matrix is
    /// diagonal.</param>
    /// <param name="parameters">The parameters of the training.</param>
    /// <param name="seen">The vectors without cold-start items, row-major; empty if there are no cold-start items. An
    /// unobserved pair with a cold-start item carries no information.</param>
    public FactorSource(float[] factors, FactorParameters parameters, ReadOnlySpan<float> seen = default)
    {
        _factors = factors;
        Parameters = parameters;
        _spectrum = FactorSolver.Spectrum(seen.IsEmpty ? factors : seen, parameters);
        _quantised = factors.Length / parameters.Factors >= LargeCatalogue
            ? new QuantisedFactors(factors, parameters.Factors)
            : null;
        _added = [];
    }

    private FactorSource(FactorSource trained, float[][] added)
    {
        _factors = trained._factors;
        _added = added;
        _quantised = trained._quantised;
        _spectrum = trained._spectrum;
        Parameters = trained.Parameters;
    }

    /// <inheritdoc/>
    public string Name => "factors";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.SimilarTaste;

    /// <summary>The parameters.</summary>
    public FactorParameters Parameters { get; }

    /// <summary>The vectors of the trained items, row-major, items x factors.</summary>
    public ReadOnlySpan<float> Factors => _factors;

    /// <summary>The vectors of items added after the training. Their numbers follow the trained items.</summary>
    public float[][] Added => _added;

    private FactorRows Rows => new(_factors, Parameters.Factors, _added);

    /// <summary>Returns this source with these added items instead of the current ones.</summary>
    public FactorSource With(float[][] added) => new(this, added);

    /// <summary>The vector of an item.</summary>
    public ReadOnlySpan<float> VectorOf(int item) => Rows[item];

    /// <inheritdoc/>
    public int Collect(
        Workspace work,
        CandidateFilter filter,
        Span<Candidate> into,
        CandidateOrder order = CandidateOrder.Sorted)
    {
        if (!FoldIn(work))
        {
            return 0;
        }

        TopCandidates top = new(into);
        if (_quantised is null)
        {
            Scan(work.Factors.Row, filter, ref top);
        }
        else
        {
            _ = _quantised.Offer(work.Factors.Row, filter, ref top);
        }

        for (int i = 0, item = _factors.Length / Parameters.Factors; i < _added.Length; i++, item++)
        {
            Offer(item, FactorKernels.Dot(work.Factors.Row, _added[i]), filter, ref top);
        }

        return top.Finish(order);
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        if (ScoreOnly(work, items, into))
        {
            Explain(work, into[..items.Length]);
        }
    }

    /// <summary>Does the same as <see cref="Score"/> without the evidence.</summary>
    /// <returns>True if the user has an interaction of positive weight; otherwise all scores are 0.</returns>
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

    /// <summary>Computes the user's vector from the interactions in the workspace, into the workspace.</summary>
    /// <returns>True if the user has an interaction of positive weight; otherwise there is no vector.</returns>
    /// <remarks>The vector of the last call is kept while the interactions stay the same.</remarks>
    public bool FoldIn(Workspace work)
    {
        FactorScratch scratch = work.Factors;
        if (ReferenceEquals(scratch.Source, this) && scratch.Revision == work.Interactions.Revision)
        {
            return true;
        }

        bool hasChosen = false;
        int count = 0;
        foreach (ref readonly Interaction interaction in work.Interactions.Span)
        {
            scratch.Columns[count] = interaction.Item;
            scratch.Confidences[count++] = Parameters.ConfidenceOf(interaction);
            hasChosen |= interaction.Weight > 0;
        }

        if (hasChosen)
        {
            FactorSolver.Solve(
                Rows,
                _spectrum,
                Parameters,
                scratch.Columns.AsSpan(0, count),
                scratch.Confidences.AsSpan(0, count),
                scratch);
            (scratch.Source, scratch.Revision) = (this, work.Interactions.Revision);
        }

        return hasChosen;
    }

    private void Scan(ReadOnlySpan<float> user, CandidateFilter filter, ref TopCandidates top)
    {
        int size = user.Length;
        for (int item = 0, at = 0; at < _factors.Length; item++, at += size)
        {
            Offer(item, FactorKernels.Dot(user, _factors.AsSpan(at, size)), filter, ref top);
        }
    }

    /// <summary>Offers an item if its score is positive and reaches the threshold. Only then asks the filter.</summary>
    public static void Offer(int item, float score, CandidateFilter filter, ref TopCandidates top)
    {
        if (score > 0 && score >= top.Threshold && filter.Allows(item))
        {
            top.Offer(new(item, score, -1));
        }
    }

    /// <summary>
    /// Sets the evidence of every candidate: the user's item whose removal lowers the score most. With the equations A
    /// of the row and v = A^-1 y, removing an item of confidence c moves the user's vector by
    /// -v c (1 - y.x) / (1 - c y.v) (Sherman and Morrison).
    /// </summary>
    /// <param name="work">The workspace after <see cref="FoldIn"/>.</param>
    /// <param name="candidates">The candidates; receive the evidence.</param>
    public void Explain(Workspace work, Span<Candidate> candidates)
    {
        if (candidates.IsEmpty || !FoldIn(work))
        {
            return;
        }

        FactorScratch scratch = work.Factors;
        FactorRows rows = Rows;
        if (scratch.Width == 0)
        {
            scratch.PlaceCount = Evidence(work.Interactions.Span, scratch.Places);
            ReadOnlySpan<int> found = scratch.Places.AsSpan(0, scratch.PlaceCount);
            scratch.Width = FactorSolver.Influences(rows, found, scratch);
            Weigh(rows, found, scratch.Width, scratch);
        }

        ReadOnlySpan<int> places = scratch.Places.AsSpan(0, scratch.PlaceCount);
        int width = scratch.Width;
        ReadOnlySpan<float> influence = scratch.Influence.AsSpan(0, width * Parameters.Factors);
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

    /// <summary>Finds the positions of the newest interactions of positive weight.</summary>
    private static int Evidence(ReadOnlySpan<Interaction> interactions, Span<int> places)
    {
        int count = 0;
        for (int at = 0; at < interactions.Length && count < places.Length; at++)
        {
            if (interactions[at].Weight > 0)
            {
                places[count++] = at;
            }
        }

        return count;
    }

    /// <summary>Scales each influence vector to the move of the user's vector when the item is removed.</summary>
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
