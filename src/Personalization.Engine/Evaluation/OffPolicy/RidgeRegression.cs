using System.Numerics.Tensors;

namespace Personalization.Engine.Evaluation.OffPolicy;

/// <summary>Ridge regression with an unpenalized intercept.</summary>
internal sealed class RidgeRegression
{
    private readonly int _size;
    private readonly double[] _gram;
    private readonly double[] _moment;

    /// <summary>Creates a regression without examples.</summary>
    /// <param name="features">The number of features, without the intercept.</param>
    /// <param name="ridge">The strength of the penalty.</param>
    public RidgeRegression(int features, double ridge)
    {
        _size = features + 1;
        _gram = new double[_size * _size];
        _moment = new double[_size];
        for (int i = 0; i < features; i++)
        {
            _gram[(i * _size) + i] = ridge;
        }
    }

    /// <summary>Adds an example.</summary>
    /// <param name="features">The features.</param>
    /// <param name="value">The value to predict.</param>
    /// <param name="times">The weight of the example.</param>
    public void Add(ReadOnlySpan<double> features, double value, double times)
    {
        int last = _size - 1;
        for (int i = 0; i < last; i++)
        {
            if (features[i] != 0)
            {
                Span<double> row = _gram.AsSpan((i * _size) + i, last - i);
                TensorPrimitives.MultiplyAdd(features[i..], times * features[i], row, row);
                _gram[(i * _size) + last] += times * features[i];
                _moment[i] += times * features[i] * value;
            }
        }

        _gram[^1] += times;
        _moment[last] += times * value;
    }

    /// <summary>Solves for the weights, the intercept last; all 0 without examples.</summary>
    public double[] Solve()
    {
        if (_gram[^1] == 0)
        {
            return new double[_size];
        }

        double[] upper = [.. _gram];
        double[] x = [.. _moment];
        for (int pivot = 0; pivot < _size; pivot++)
        {
            Span<double> top = upper.AsSpan(pivot * _size, _size);
            for (int row = pivot + 1; row < _size; row++)
            {
                double ratio = top[row] / top[pivot];
                if (ratio != 0)
                {
                    Span<double> below = upper.AsSpan((row * _size) + row, _size - row);
                    TensorPrimitives.MultiplyAdd(top[row..], -ratio, below, below);
                    x[row] -= ratio * x[pivot];
                }
            }
        }

        for (int row = _size - 1; row >= 0; row--)
        {
            ReadOnlySpan<double> right = upper.AsSpan((row * _size) + row + 1, _size - row - 1);
            x[row] = (x[row] - TensorPrimitives.Dot(right, x.AsSpan(row + 1))) / upper[(row * _size) + row];
        }

        return x;
    }

    /// <summary>Predicts a value from the weights.</summary>
    public static double Predict(ReadOnlySpan<double> weights, ReadOnlySpan<double> features) =>
        TensorPrimitives.Dot(weights[..^1], features) + weights[^1];
}
