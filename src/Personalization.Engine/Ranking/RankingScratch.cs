namespace Personalization.Engine.Ranking;

/// <summary>Scratch memory of ranking one request, used again.</summary>
internal sealed class RankingScratch
{
    private float[] _rows = [];
    private float[] _variants = [];
    private double[] _scores = [];
    private (double Score, int Place)[] _order = [];

    /// <summary>The average statistics of a list's candidates.</summary>
    public float[] Typical { get; } = new float[ItemStatistics.Count];

    /// <summary>Room for so many rows; the content is left over from before.</summary>
    public Span<float> Rows(int count, int features) => Room(ref _rows, count * features);

    /// <summary>Room for so many variants of one row; the content is left over from before.</summary>
    public Span<float> Variants(int count, int features) => Room(ref _variants, count * features);

    /// <summary>Room for so many scores; the content is left over from before.</summary>
    public Span<double> Scores(int count) => Room(ref _scores, count);

    /// <summary>Room for so many places in order; the content is left over from before.</summary>
    public Span<(double Score, int Place)> Order(int count) => Room(ref _order, count);

    private static Span<T> Room<T>(ref T[] room, int count)
    {
        if (room.Length < count)
        {
            room = new T[count];
        }

        return room.AsSpan(0, count);
    }
}
