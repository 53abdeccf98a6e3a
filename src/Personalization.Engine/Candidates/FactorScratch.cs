namespace Personalization.Engine.Candidates;

/// <summary>Scratch memory for solving one row of the factor model.</summary>
internal sealed class FactorScratch(int factors)
{
    /// <summary>The normal equations, then their Cholesky factor.</summary>
    public float[] Matrix { get; } = new float[factors * factors];

    /// <summary>The row: a user's vector.</summary>
    public float[] Row { get; } = new float[factors];

    /// <summary>Influence vectors of the user's items, one after the other.</summary>
    public float[] Influence { get; } = new float[factors * FactorSource.MaxEvidence];

    /// <summary>The items those vectors are of.</summary>
    public int[] InfluenceItems { get; } = new int[FactorSource.MaxEvidence];

    /// <summary>The observed columns of the row.</summary>
    public int[] Columns { get; } = new int[Footprints.Capacity];

    /// <summary>Their signed confidences.</summary>
    public float[] Confidences { get; } = new float[Footprints.Capacity];
}
