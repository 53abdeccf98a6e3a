namespace Personalization.Engine.Retrieval;

/// <summary>Scratch memory for solving one row of the factor model.</summary>
internal sealed class FactorScratch(int factors)
{
    /// <summary>The row's equations, then their Cholesky factor.</summary>
    public float[] Matrix { get; } = new float[factors * factors];

    /// <summary>The row: a user's vector.</summary>
    public float[] Row { get; } = new float[factors];

    /// <summary>Where the row would be without its observations.</summary>
    public float[] Prior { get; } = new float[factors];

    /// <summary>The roots of the inverse of the equations' fixed part, which is a diagonal.</summary>
    public float[] Roots { get; } = new float[factors];

    /// <summary>How many unknowns the equations have, a multiple of 8: as many as factors, or in the dual form one for each observed column.</summary>
    public int Unknowns { get; set; }

    /// <summary>Whether the equations are in the dual form.</summary>
    public bool IsDual { get; set; }

    /// <summary>In the dual form the observed vectors, factor by factor, times the roots.</summary>
    public float[] Observed { get; } = new float[factors * factors];

    /// <summary>The unknowns of the dual form.</summary>
    public float[] Dual { get; } = new float[factors];

    /// <summary>Vectors of observed columns, one after the other: a batch of them.</summary>
    public float[] Batch { get; } = new float[factors * FactorSolver.BatchSize];

    /// <summary>The same, each times its confidence.</summary>
    public float[] Weighted { get; } = new float[factors * FactorSolver.BatchSize];

    /// <summary>Influence vectors of some of the user's items, side by side: a row for each factor.</summary>
    public float[] Influence { get; } = new float[factors * FactorSource.MaxEvidence];

    /// <summary>The same in the dual form: a row for each unknown.</summary>
    public float[] Duals { get; } = new float[factors * FactorSource.MaxEvidence];

    /// <summary>For each of them 1 - c y A^-1 y, with A the row's equations, y the item's vector and c its confidence.</summary>
    public float[] Slack { get; } = new float[FactorSource.MaxEvidence];

    /// <summary>The observed columns of the row.</summary>
    public int[] Columns { get; } = new int[Interactions.Capacity];

    /// <summary>Their signed confidences.</summary>
    public float[] Confidences { get; } = new float[Interactions.Capacity];
}
