namespace Personalization.Engine.Retrieval;

/// <summary>Scratch memory for solving one row of the factor model.</summary>
internal sealed class FactorScratch(int factors)
{
    /// <summary>The equations of the row, then their Cholesky factor.</summary>
    public float[] Matrix { get; } = new float[factors * factors];

    /// <summary>The solution: the vector of a user or of an item.</summary>
    public float[] Row { get; } = new float[factors];

    /// <summary>The solution without any observation.</summary>
    public float[] Prior { get; } = new float[factors];

    /// <summary>The square roots of the inverse of the diagonal part of the equations.</summary>
    public float[] Roots { get; } = new float[factors];

    /// <summary>
    /// The number of unknowns, a multiple of 8: the number of factors, or in dual form the number of observed columns,
    /// rounded up.
    /// </summary>
    public int Unknowns { get; set; }

    /// <summary>True if the equations are in dual form.</summary>
    public bool IsDual { get; set; }

    /// <summary>Dual form only: the observed vectors times the roots, row-major, factors x unknowns.</summary>
    public float[] Observed { get; } = new float[factors * factors];

    /// <summary>Dual form only: the solution of the equations.</summary>
    public float[] Dual { get; } = new float[factors];

    /// <summary>A batch of observed vectors, row-major.</summary>
    public float[] Batch { get; } = new float[factors * FactorSolver.BatchSize];

    /// <summary>The vectors of <see cref="Batch"/>, each times its confidence.</summary>
    public float[] Weighted { get; } = new float[factors * FactorSolver.BatchSize];

    /// <summary>Influence vectors of some of the user's items as columns, row-major, factors x items.</summary>
    public float[] Influence { get; } = new float[factors * FactorSource.MaxEvidence];

    /// <summary>Dual form only: the influence vectors, row-major, unknowns x items.</summary>
    public float[] Duals { get; } = new float[factors * FactorSource.MaxEvidence];

    /// <summary>
    /// For each item of <see cref="Influence"/>: 1 - c y A^-1 y, with the equations A of the row, the vector y of the
    /// item and its confidence c.
    /// </summary>
    public float[] Slack { get; } = new float[FactorSource.MaxEvidence];

    /// <summary>
    /// The row width of <see cref="Influence"/> in floats; 0 if the influence vectors of the solution are not computed.
    /// </summary>
    public int Width { get; set; }

    /// <summary>The positions of the items of <see cref="Influence"/> among the observed columns.</summary>
    public int[] Places { get; } = new int[FactorSource.MaxEvidence];

    /// <summary>The number of <see cref="Places"/>.</summary>
    public int PlaceCount { get; set; }

    /// <summary>The source whose vectors gave the solution; null for none.</summary>
    public object? Source { get; set; }

    /// <summary>The revision of the interactions that gave the solution of <see cref="Source"/>.</summary>
    public long Revision { get; set; }

    /// <summary>The observed columns of the row.</summary>
    public int[] Columns { get; } = new int[Interactions.Capacity];

    /// <summary>The signed confidences of <see cref="Columns"/>.</summary>
    public float[] Confidences { get; } = new float[Interactions.Capacity];
}
